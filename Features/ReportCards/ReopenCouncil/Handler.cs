using FluentValidation;
using Massar.Features.ReportCards.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.ReportCards.ReopenCouncil;

public sealed record Query(int ClassId, int Semester) : IQuery<Closed>;

/// <param name="IsSigned">A reason is asked for.</param>
public sealed record Closed(int ClassId, int Semester, string ClassName, int Version, bool IsSigned);

public sealed record Command(int ClassId, int Semester, int Version, string? Reason) : ICommand;

public sealed class Handler(MassarDb db, CouncilRooms rooms, CurrentUser user) : IQueryHandler<Query, Closed>, ICommandHandler<Command>
{
    public async Task<Outcome<Closed>> Handle(Query query, CancellationToken ct)
    {
        var found = await (
            from c in db.Councils.At(user)
            where c.ClassId == query.ClassId && c.Semester == query.Semester
            join k in db.Classes on c.ClassId equals k.Id
            select new Closed(c.ClassId, c.Semester, k.Name, c.Version, c.MinutesVersion > 0)).AsNoTracking().SingleOrDefaultAsync(ct);
        return found is null ? Refusal.NotFound : found;
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var locked = await rooms.Lock(command.ClassId, command.Semester, command.Version, ct);
        if (locked.IsRefused) return locked.Refusal!;
        if (locked.Value.Reopen(BidiSafe.Clean(command.Reason ?? "")) is { } refusal) return refusal;
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.Reason).MaximumLength(Council.ReasonLength).WithMessage("report-cards.text.long").WithState(_ => new object[] { Council.ReasonLength });
}
