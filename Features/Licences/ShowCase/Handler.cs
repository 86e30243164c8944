using Massar.Features.Accounts.Domain;
using Massar.Features.Licences.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Licences.ShowCase;

public sealed record Query(long Id) : IQuery<CaseView>;

/// <summary>One file.</summary>
/// <param name="Acts">What the reader may do now: paper, judge, visit, send, withdraw, decide.</param>
/// <param name="Missing">What keeps it from the commission, or from being granted.</param>
/// <param name="LicenceId">The licence that came out of it.</param>
/// <param name="ProposedUntil">The last day that is proposed for the licence.</param>
public sealed record CaseView(
    long Id, int Version, LicenceKind Kind, CaseState State, int? SchoolId, string NameAr, string NameFr, string? GresaCode, string Cycles, string DirectorateAr, string DirectorateFr, string AcademyAr, string AcademyFr,
    string? CommuneAr, string? CommuneFr, string? AddressAr, DateOnly StartsOn, Person Owner, Person Director, string? Details, string Reference, DateOnly DepositedOn, string? Opinion, DateOnly? CommissionOn,
    string? CommissionReference, string? Reason, IReadOnlyList<PaperView> Papers, IReadOnlyList<VisitView> Visits, IReadOnlyList<EventView> Events, IReadOnlyList<string> Acts, IReadOnlyList<Refusal> Missing, long? LicenceId,
    DateOnly ProposedUntil, DateOnly Today) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 2;
}

public sealed record PaperView(long Id, int Version, string Code, string NameAr, string NameFr, bool IsRequired, PaperState State, Guid? File, string? Remark);

public sealed class Handler(MassarDb db, CurrentUser user, CaseDesk desk, LicenceDesk licences, TimeProvider clock) : IQueryHandler<Query, CaseView>
{
    public async Task<Outcome<CaseView>> Handle(Query query, CancellationToken ct)
    {
        var row = await (
            from c in db.LicenceCases.VisibleTo(user)
            where c.Id == query.Id
            join directorate in db.Places on c.PlaceId equals directorate.Id
            join academy in db.Places on c.AcademyId equals academy.Id
            join p in db.Places on c.CommuneId equals (int?)p.Id into communes
            from p in communes.DefaultIfEmpty()
            select new
            {
                Case = c,
                DirectorateAr = directorate.NameAr,
                DirectorateFr = directorate.NameFr,
                AcademyAr = academy.NameAr,
                AcademyFr = academy.NameFr,
                CommuneAr = (string?)p.NameAr,
                CommuneFr = (string?)p.NameFr,
                GresaCode = db.Schools.Where(s => s.Id == c.SchoolId).Select(s => s.GresaCode).FirstOrDefault(),
                LicenceId = db.SchoolLicences.Where(l => l.CaseId == c.Id).Select(l => (long?)l.Id).FirstOrDefault(),
                Until = db.SchoolLicences.Where(l => l.LiveKey == c.SchoolId && c.SchoolId != null).Select(l => (DateOnly?)l.ExpiresOn).FirstOrDefault(),
            }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (row is null)
            return Refusal.NotFound;

        var (file, id, today) = (row.Case, row.Case.Id, MoroccanDay.Today(clock));
        var papers = await (
            from p in db.LicencePapers
            where p.CaseId == id
            join n in db.Nomenclatures.Where(n => n.List == CaseDesk.Papers) on p.Code equals n.Code into names
            from n in names.DefaultIfEmpty()
            join f in db.StoredFiles on p.FileId equals (long?)f.Id into files
            from f in files.DefaultIfEmpty()
            orderby p.Id
            select new PaperView(p.Id, p.Version, p.Code, n == null ? p.Code : n.NameAr, n == null ? p.Code : n.NameFr, p.IsRequired, p.State, f == null ? null : f.PublicId, p.Remark)).AsNoTracking().ToListAsync(ct);
        var visits = await db.LicenceVisits.Where(v => v.CaseId == id).Shown(db, ct);
        var events = await db.LicenceEvents.Where(e => e.CaseId == id).Shown(db, ct);
        var acts = await Acts(file, ct);
        List<Refusal> missing = [];
        if (file.State.IsStudied() && user.Has(Permissions.Study))
        {
            if (papers.Count(p => p.IsRequired && p.State != PaperState.Accepted) is > 0 and var open)
                missing.Add(Refusal.Conflict("licences.missing.papers", open));
            if (CaseDesk.NeedsVisit(file.Kind) && visits.Count == 0)
                missing.Add(Refusal.Conflict("licences.missing.visit"));
        }

        if (acts.Contains("decide") && file.SchoolId is { } licensed && await licences.Obstacle(licensed, ct) is { } obstacle)
            missing.Add(obstacle);
        var years = acts.Contains("decide") ? (await LicenceFigures.Current(db, ct)).Years : 1;
        var until = file.Kind is LicenceKind.Opening or LicenceKind.Renewal || row.Until is not { } last || last < today ? (file.StartsOn < today ? today : file.StartsOn).AddYears(years).AddDays(-1) : last;
        return new CaseView(
            id, file.Version, file.Kind, file.State, file.SchoolId, file.NameAr, file.NameFr, row.GresaCode ?? file.GresaCode, file.Cycles, row.DirectorateAr, row.DirectorateFr, row.AcademyAr, row.AcademyFr, row.CommuneAr, row.CommuneFr,
            file.AddressAr, file.StartsOn, new Person(file.OwnerAr, file.OwnerLatin, file.OwnerCin), new Person(file.DirectorAr, file.DirectorLatin, file.DirectorCin), file.Details, file.Reference, file.DepositedOn,
            user.Has(Permissions.Follow) ? file.Opinion : null, file.CommissionOn, file.CommissionReference, file.Reason, papers, visits,
            // What the directorate wrote to the academy is between them; what was decided is for all.
            user.Has(Permissions.Follow) ? events : [.. events.Select(e => e.What == "sent" ? e with { Remark = null } : e)], acts, missing, row.LicenceId, until, today);
    }

    private async Task<IReadOnlyList<string>> Acts(LicenceCase file, CancellationToken ct)
    {
        List<string> acts = [];
        if (!file.State.IsLive())
            return acts;
        var isSchools = user.Has(Permissions.School) && file.SchoolId == user.PlaceId;
        var isStudied = user.Has(Permissions.Study) && file.PlaceId == user.PlaceId;
        var isDecided = user.Has(Permissions.Decide) && file.AcademyId == user.PlaceId;
        if (file.State.IsStudied() && isSchools)
            acts.AddRange(["paper", "withdraw"]);
        if (((file.State.IsStudied() && isStudied) || (file.State == CaseState.Commission && isDecided && await Hands.Of(db, user, ct) is var hands && !hands.Did(file.OpenedByAccountId) && !hands.Did(file.SentByAccountId))) && !await desk.IsOwn(file.OwnerCin, file.DirectorCin, file.SchoolId, ct))
            acts.AddRange(!isStudied ? ["decide"] : file.SchoolId is null ? ["paper", "judge", "visit", "send", "withdraw"] : ["paper", "judge", "visit", "send"]);
        return acts;
    }
}
