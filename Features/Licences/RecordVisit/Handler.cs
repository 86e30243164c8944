using FluentValidation;
using Massar.Features.Licences.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Licences.RecordVisit;

/// <summary>Of a file, or of a school.</summary>
public sealed record Query(long? Case, int? School) : IQuery<Visited>;

public sealed record Visited(long? CaseId, int? SchoolId, string NameAr, string NameFr, IReadOnlyList<VisitView> Visits, DateOnly Today);

/// <summary>Answers the number of the visit.</summary>
public sealed record Command(long? Case, int? School, string? VisitedOn, string? Visitors, string? Report, string? Remarks, string? MendBy, byte[] File) : ICommand<long>;

public sealed class Validator : AbstractValidator<Command>
{
    private const int MostRemarks = 10;

    public Validator(TimeProvider clock)
    {
        RuleFor(c => c.VisitedOn).Must(d => TypedDay.Read(d) is { } day && day <= MoroccanDay.Today(clock)).WithMessage("licences.wrong.past-day");
        RuleFor(c => c.Visitors).Must(v => BidiSafe.Clean(v).Length is > 2 and <= LicenceCase.NameLength).WithMessage("licences.wrong.visitors");
        RuleFor(c => c.Report).Must(r => BidiSafe.CleanLines(r).Length is >= LicenceCase.ShortestReason and <= LicenceVisit.ReportLength).WithMessage("licences.wrong.reason").WithState(_ => new object[] { LicenceCase.ShortestReason, LicenceVisit.ReportLength });
        RuleFor(c => c.Remarks).Must(r => LicenceRules.Lines(r) is var lines && lines.Count <= MostRemarks && lines.All(l => l.Length <= LicenceCase.TextLength)).WithMessage("licences.wrong.remarks").WithState(_ => new object[] { MostRemarks, LicenceCase.TextLength });
        RuleFor(c => c.MendBy).Must(d => TypedDay.Read(d) is { } day && day >= MoroccanDay.Today(clock)).When(c => LicenceRules.Lines(c.Remarks).Count > 0).WithMessage("licences.wrong.coming-day");
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, CaseDesk desk, Facts facts, TimeProvider clock) : IQueryHandler<Query, Visited>, ICommandHandler<Command, long>
{
    public async Task<Outcome<Visited>> Handle(Query query, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        if (query.Case is { } id)
            return await db.LicenceCases.StudiedBy(user).AsNoTracking().SingleOrDefaultAsync(c => c.Id == id && (c.State == CaseState.Study || c.State == CaseState.Returned), ct) is { } file
                ? new Visited(id, null, file.NameAr, file.NameFr, [], today) : Refusal.NotFound;
        if (await School(query.School!.Value).Select(s => new { s.Place.NameAr, s.Place.NameFr }).SingleOrDefaultAsync(ct) is not { } school)
            return Refusal.NotFound;
        return new Visited(null, query.School, school.NameAr, school.NameFr, await db.LicenceVisits.Where(v => v.SchoolId == query.School).Shown(db, ct), today);
    }

    public async Task<Outcome<long>> Handle(Command command, CancellationToken ct)
    {
        int? at;
        var people = ("", "");
        if (command.Case is { } id)
        {
            if (await db.LicenceCases.StudiedBy(user).Where(c => c.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } file)
                return Refusal.NotFound;
            if (!file.State.IsStudied())
                return LicenceCase.Settled;
            (at, people) = (file.SchoolId, (file.OwnerCin, file.DirectorCin));
        }
        else
        {
            if (await School(command.School!.Value).Select(s => (int?)s.Id).SingleOrDefaultAsync(ct) is not { } school)
                return Refusal.NotFound;
            at = school;
        }

        if (await desk.IsOwn(people.Item1, people.Item2, at, ct))
            return CaseDesk.Own;
        long? report = null;
        if (command.File.Length > 0)
        {
            var kept = await desk.Keep(command.File, "File", ct);
            if (kept.IsRefused)
                return kept.Refusal!;
            report = kept.Value;
        }

        var visit = new LicenceVisit
        {
            PlaceId = user.PlaceId,
            CaseId = command.Case,
            SchoolId = at,
            VisitedOn = TypedDay.Read(command.VisitedOn)!.Value,
            Visitors = BidiSafe.Clean(command.Visitors),
            Report = BidiSafe.CleanLines(command.Report),
            FileId = report,
            RecordedByAccountId = user.AccountId,
            RecordedAt = clock.GetUtcNow().UtcDateTime,
        };
        db.LicenceVisits.Add(visit);
        await db.SaveChangesAsync(ct);
        var remarks = LicenceRules.Lines(command.Remarks);
        foreach (var remark in remarks)
            db.LicenceRemarks.Add(new LicenceRemark { VisitId = visit.Id, PlaceId = visit.PlaceId, SchoolId = at, Text = remark, MendBy = TypedDay.Read(command.MendBy)!.Value });
        await db.SaveChangesAsync(ct);
        if (remarks.Count > 0 && at is { } told)
        {
            await facts.Tell(new SchoolVisited(visit.Id, told, visit.PlaceId, TypedDay.Read(command.MendBy)!.Value), ct);
            await db.SaveChangesAsync(ct);
        }

        return visit.Id;
    }

    private IQueryable<School> School(int school)
    {
        var place = user.PlaceId;
        return db.Schools.AsNoTracking().Below(user).Where(s => s.Id == school && !s.IsPublic && db.Places.Any(p => p.Id == place && p.Kind == PlaceKind.Directorate));
    }
}
