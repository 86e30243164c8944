using FluentValidation;
using Massar.Features.Employees.Domain;
using Massar.Features.Schools.Domain;
using Massar.Features.StaffFiles.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffFiles.OpenByHand;

public sealed record Query(string? Ppr) : IQuery<Blank>;

public sealed record Blank(string? Ppr);

public sealed record Command(string? Ppr, string? Reason) : ICommand<long>;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Ppr).Must(p => Employee.IsPpr(Handler.Number(p))).WithMessage("staff-files.new.ppr");
        RuleFor(c => c.Reason).Must(r => BidiSafe.CleanLinesOrNull(r) is not null).WithMessage("staff-files.reason.needed");
        RuleFor(c => c.Reason).MaximumLength(FileTransfer.RemarkLength).WithMessage("staff-files.long").WithState(_ => new object[] { FileTransfer.RemarkLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, FileDesk desk) : IQueryHandler<Query, Blank>, ICommandHandler<Command, long>
{
    public Task<Outcome<Blank>> Handle(Query query, CancellationToken ct) => Task.FromResult<Outcome<Blank>>(new Blank(BidiSafe.CleanOrNull(query.Ppr) is { Length: <= 8 } ppr ? ppr : null));

    public async Task<Outcome<long>> Handle(Command command, CancellationToken ct)
    {
        var (ppr, mine) = (Number(command.Ppr), user.PlaceId);
        // Not there, and neither here now nor here before, look the same.
        var employee = await db.Employees.Where(e => e.Ppr == ppr && e.PlacePath != Employee.NotYet).ForUpdate().SingleOrDefaultAsync(ct);
        if (employee is null || await desk.OfficeOf(employee.PlacePath, ct) is not { } here)
            return Refusal.Invalid("Ppr", "staff-files.new.unknown");
        var last = await db.FileTransfers.Where(t => t.EmployeeId == employee.Id && t.State != FileState.Cancelled).OrderByDescending(t => t.Id).FirstOrDefaultAsync(ct);
        var from = last is not null ? await db.Places.AsNoTracking().SingleAsync(p => p.Id == last.ToOfficeId, ct) : await Former(employee.Id, here, ct);
        // Who sent it once and has passed it on is no side any more; on its way it is still the sender's.
        if (here.Id != mine && from?.Id != mine && !(last is { IsOpen: true } && last.FromOfficeId == mine))
            return Refusal.Invalid("Ppr", "staff-files.new.unknown");
        if (await desk.IsOwn(employee.Id, user, ct))
            return FileDesk.Own;
        if (last?.IsOpen == true)
            return Refusal.Conflict("staff-files.new.open").Next("staff-files.new.open.next");
        if (from is null || from.Id == here.Id)
            return Refusal.Conflict("staff-files.new.here").Next("staff-files.new.here.next");
        return (await desk.Open(employee.Id, from, here, FileCause.Hand, BidiSafe.CleanLinesOrNull(command.Reason), ct)).Id;
    }

    internal static string Number(string? typed) => Digits.ToLatin(BidiSafe.Clean(typed)).Replace(" ", "", StringComparison.Ordinal);

    // The last office before the present one: who works at the academy itself may come from a directorate of it.
    private async Task<Place?> Former(long employee, Place here, CancellationToken ct)
    {
        var worked = (await db.Postings.AsNoTracking().Where(p => p.EmployeeId == employee).ToListAsync(ct)).WorkedAt(desk.Now);
        foreach (var path in worked.AsEnumerable().Reverse().Select(p => p.PlacePath).Distinct())
            if (await desk.OfficeOf(path, ct) is { } office && office.Id != here.Id)
                return office;
        return null;
    }
}
