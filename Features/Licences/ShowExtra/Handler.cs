using FluentValidation;
using Massar.Features.Families.Domain;
using Massar.Features.Licences.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Licences.ShowExtra;

public sealed record Query(long Id) : IQuery<View>;

/// <param name="Allowed">Hours a week he is allowed already, in other private schools.</param>
/// <param name="MayDecide">It waits, and neither the teacher nor the school is the reader's own or of the family.</param>
public sealed record View(
    long Id, int Version, ExtraState State, string Ppr, string NameAr, string NameLatin, string PlaceAr, string PlaceFr, string SchoolAr, string SchoolFr, string Diploma, string Teaches, int Hours, int Allowed, int Ceiling,
    DateOnly Until, DateTime AskedAt, string? Reason, DateTime? DecidedAt, bool MayDecide, bool HasPaper) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1;
}

public sealed record Command(long Id, int Version, string? Do, string? Reason) : ICommand
{
    public const string Grant = "grant";
    public const string Refuse = "refuse";
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Do).Must(d => d is Command.Grant or Command.Refuse).WithMessage("licences.wrong.choose");
        RuleFor(c => c.Reason).Must(r => BidiSafe.CleanLines(r).Length <= LicenceCase.TextLength).WithMessage("licences.wrong.long").WithState(_ => new object[] { LicenceCase.TextLength });
        RuleFor(c => c.Reason).Must(r => BidiSafe.CleanLines(r).Length >= LicenceCase.ShortestReason).When(c => c.Do is Command.Refuse).WithMessage("licences.wrong.reason").WithState(_ => new object[] { LicenceCase.ShortestReason, LicenceCase.TextLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, CaseDesk desk, ExtraDesk papers, Facts facts, TimeProvider clock) : IQueryHandler<Query, View>, ICommandHandler<Command>
{
    public async Task<Outcome<View>> Handle(Query query, CancellationToken ct)
    {
        var row = await (
            from x in db.ExtraHours.AnsweredBy(user)
            where x.Id == query.Id
            join t in db.PrivateTeachers on x.TeacherId equals t.Id
            join e in db.Employees on x.EmployeeId equals e.Id
            join place in db.Places on e.PlaceId equals place.Id
            join school in db.Places on x.SchoolId equals school.Id
            select new
            {
                Extra = x,
                t.Diploma,
                t.Teaches,
                e.Ppr,
                NameAr = e.LastNameAr + " " + e.FirstNameAr,
                NameLatin = e.LastNameLatin + " " + e.FirstNameLatin,
                PlaceAr = place.NameAr,
                PlaceFr = place.NameFr,
                SchoolAr = school.NameAr,
                SchoolFr = school.NameFr,
                Allowed = db.ExtraHours.Where(o => o.EmployeeId == x.EmployeeId && o.SchoolYearId == x.SchoolYearId && o.State == ExtraState.Granted && o.Id != x.Id).Sum(o => (int?)o.Hours) ?? 0,
            }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (row is null)
            return Refusal.NotFound;
        var extra = row.Extra;
        return new View(
            extra.Id, extra.Version, extra.State, row.Ppr, row.NameAr, row.NameLatin, row.PlaceAr, row.PlaceFr, row.SchoolAr, row.SchoolFr, row.Diploma, row.Teaches, extra.Hours, row.Allowed,
            (await LicenceFigures.Current(db, ct)).ExtraHours, extra.Until, extra.AskedAt, extra.Reason, extra.DecidedAt, extra.State == ExtraState.Asked && !await IsOwn(extra.EmployeeId, extra.SchoolId, ct), extra.DocumentId is not null);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Id;
        if (await db.ExtraHours.AnsweredBy(user).Where(x => x.Id == id).Select(x => (long?)x.EmployeeId).SingleOrDefaultAsync(ct) is not { } employee)
            return Refusal.NotFound;
        // All that one person is allowed is counted with the person held.
        _ = await db.Employees.Where(e => e.Id == employee).Select(e => e.Id).ForUpdate().SingleAsync(ct);
        var extra = await db.ExtraHours.Where(x => x.Id == id).ForUpdate().SingleAsync(ct);
        if (command.Version != extra.Version)
            return Refusal.Stale;
        if (await IsOwn(employee, extra.SchoolId, ct))
            return ExtraHours.Own;
        if (command.Do is Command.Grant)
        {
            var year = extra.SchoolYearId;
            var allowed = await db.ExtraHours.Where(x => x.EmployeeId == employee && x.SchoolYearId == year && x.State == ExtraState.Granted).SumAsync(x => (int?)x.Hours, ct) ?? 0;
            if ((await LicenceFigures.Current(db, ct)).ExtraHours is var most && allowed + extra.Hours > most)
                return Refusal.Conflict("licences.extra.too-many", allowed, most).Next("licences.extra.too-many.next");
        }

        if (extra.Decide(command.Do is Command.Grant, BidiSafe.CleanLinesOrNull(command.Reason), user.AccountId, clock.GetUtcNow().UtcDateTime) is { } settled)
            return settled;
        await db.SaveChangesAsync(ct);
        if (command.Do is Command.Grant && await papers.Print(extra, user.AccountId, ct) is { } unprinted)
            return unprinted;
        await facts.Tell(new ExtraHoursStepped(extra.Id, extra.Version, extra.State, employee, extra.SchoolId, extra.OfficeId), ct);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    // Neither the teacher's side answers nor the school's.
    private async Task<bool> IsOwn(long employee, int school, CancellationToken ct) =>
        (await Kinship.WithSelf(db, user.EmployeeId, ct)).Contains(employee) || await desk.IsOwn(school, ct);
}
