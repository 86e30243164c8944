using System.Globalization;
using Massar.Features.Families.Domain;
using Massar.Features.Files.Domain;
using Massar.Features.Registry.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Licences.Domain;

/// <summary>A line of the checklist <c>licence-papers</c>, which the ministry edits.</summary>
public sealed record PaperKind(string Code, string NameAr, string NameFr, bool IsRequired);

/// <summary>Takes files in, sends them on and decides them, in the caller's transaction.</summary>
public sealed class CaseDesk(MassarDb db, CurrentUser user, ChangeDesk changes, LicenceDesk licences, Facts facts, TimeProvider clock)
{
    /// <summary>The list of papers.</summary>
    public const string Papers = "licence-papers";

    /// <summary>Refused to who asks, owns, directs, or is of their family.</summary>
    public static Refusal Own => Refusal.Conflict("licences.own").Next("licences.own.next").Recorded();

    /// <summary>Somebody else must decide what one took in or sent.</summary>
    public static Refusal SamePerson => Refusal.Conflict("licences.same-person").Next("licences.own.next");

    /// <summary>The papers a kind of licence is asked for with.</summary>
    public async Task<IReadOnlyList<PaperKind>> PapersOf(LicenceKind kind, CancellationToken ct) =>
    [
        .. (await db.Nomenclatures.AsNoTracking().Where(n => n.List == Papers).OrderBy(n => n.Order).ThenBy(n => n.Id).Select(n => new { n.Code, n.NameAr, n.NameFr, n.Details }).ToListAsync(ct))
            .Select(n => (n.Code, n.NameAr, n.NameFr, Details: System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, string>>(n.Details) ?? []))
            .Where(n => n.Details.GetValueOrDefault("kinds", "").Split(' ').Contains($"{kind}"))
            .Select(n => new PaperKind(n.Code, n.NameAr, n.NameFr, n.Details.GetValueOrDefault("required") != "no")),
    ];

    /// <summary>Writes a file down with its checklist.</summary>
    public async Task<LicenceCase> Open(LicenceCase file, CancellationToken ct)
    {
        db.LicenceCases.Add(file.Begin());
        await db.SaveChangesAsync(ct);
        file.Number();
        foreach (var paper in await PapersOf(file.Kind, ct))
            db.LicencePapers.Add(new LicencePaper { CaseId = file.Id, PlaceId = file.PlaceId, Code = paper.Code, IsRequired = paper.IsRequired });
        await Settle(file, "deposited", file.Details, ct);
        return file;
    }

    /// <summary>Whether who acts, or somebody of the family, owns or directs the school, by what is asked or by the school's licence, or teaches there.</summary>
    /// <param name="school">None while it is not open.</param>
    public async Task<bool> IsOwn(string ownerCin, string directorCin, int? school, CancellationToken ct)
    {
        if (user.EmployeeId is not { } me)
            return false;
        var family = await Kinship.WithSelf(db, me, ct);
        // Who owns a private school is seldom an employee: the numbers of cards are compared as well.
        var cins = await db.Employees.Where(e => family.Contains(e.Id)).Select(e => e.Cin)
            .Union(db.EmployeeChildren.Where(c => c.EmployeeId == me && c.OtherParentCin != null).Select(c => c.OtherParentCin!))
            .Union(db.FamilyEvents.Where(f => f.EmployeeId == me && f.OtherCin != null && f.State != FamilyState.Refused && f.State != FamilyState.Cancelled).Select(f => f.OtherCin!))
            .ToListAsync(ct);
        if (cins.Exists(c => c.Equals(ownerCin, StringComparison.OrdinalIgnoreCase) || c.Equals(directorCin, StringComparison.OrdinalIgnoreCase)))
            return true;
        // Where no licence counts any more, the last one says who owns and directs.
        return school is { } at && await db.Schools.AnyAsync(s => s.Id == at && (
            db.SchoolLicences.Any(l => l.SchoolId == at && (cins.Contains(l.OwnerCin) || cins.Contains(l.DirectorCin))
                && (l.State == LicenceState.Valid || l.State == LicenceState.Suspended || !db.SchoolLicences.Any(n => n.SchoolId == at && n.Id > l.Id)))
            || db.PrivateTeachers.Any(t => t.SchoolId == at && t.EndedOn == null && db.SchoolYears.Any(y => y.Id == t.SchoolYearId && y.IsCurrent) && (cins.Contains(t.Cin) || (t.EmployeeId != null && family.Contains(t.EmployeeId.Value))))), ct);
    }

    /// <inheritdoc cref="IsOwn(string, string, int?, CancellationToken)"/>
    public Task<bool> IsOwn(int? school, CancellationToken ct) => IsOwn("", "", school, ct);

    /// <summary>What still keeps a file from the commission.</summary>
    public async Task<IReadOnlyList<Refusal>> Missing(LicenceCase file, CancellationToken ct)
    {
        var id = file.Id;
        var papers = await db.LicencePapers.CountAsync(p => p.CaseId == id && p.IsRequired && p.State != PaperState.Accepted, ct);
        List<Refusal> missing = [];
        if (papers > 0)
            missing.Add(Refusal.Conflict("licences.missing.papers", papers).Next("licences.missing.next"));
        if (NeedsVisit(file.Kind) && !await db.LicenceVisits.AnyAsync(v => v.CaseId == id, ct))
            missing.Add(Refusal.Conflict("licences.missing.visit").Next("licences.missing.next"));
        return missing;
    }

    /// <summary>Premises are seen before they are authorised.</summary>
    public static bool NeedsVisit(LicenceKind kind) => kind is LicenceKind.Opening or LicenceKind.Extension or LicenceKind.Cycle;

    /// <summary>To the commission; the file of a new school proposes it to the register with the same step.</summary>
    public async Task<Refusal?> Send(LicenceCase file, string opinion, CancellationToken ct)
    {
        if (!file.State.IsStudied())
            return LicenceCase.Settled;
        if (await Missing(file, ct) is [var first, ..])
            return first;
        var now = clock.GetUtcNow().UtcDateTime;
        long? change = null;
        if (file.Kind == LicenceKind.Opening)
        {
            var directorate = await db.Places.AsNoTracking().SingleAsync(p => p.Id == file.PlaceId, ct);
            var academy = await db.Places.AsNoTracking().SingleAsync(p => p.Id == file.AcademyId, ct);
            var planned = await changes.Plan(Typed(file), "", 1, directorate.Path, [], ct);
            if (planned.IsRefused)
                return planned.Refusal;
            var paper = new TypedPaper { Reference = file.Reference, DocumentOn = TypedDay.Iso(file.DepositedOn), EffectiveOn = TypedDay.Iso(file.StartsOn), Follows = file.ChangeId?.ToString(CultureInfo.InvariantCulture) };
            var proposed = await changes.Propose(new SchoolChange(ChangeKind.Open, directorate, academy, paper, user.AccountId, now) { IsLicensed = true }, [planned.Value], ct);
            if (proposed.IsRefused)
                return proposed.Refusal;
            change = proposed.Value;
        }

        if (file.Send(opinion, change, user.AccountId, now) is { } settled)
            return settled;
        await Settle(file, "sent", opinion, ct);
        return null;
    }

    /// <summary>The commission's word: granted with a sealed licence, returned or refused; the line of the register of schools goes the same way.</summary>
    public async Task<Refusal?> Decide(LicenceCase file, CaseState state, DateOnly on, string reference, string? reason, Grant? grant, CancellationToken ct)
    {
        if (file.Decide(state, on, reference, reason, user.AccountId, clock.GetUtcNow().UtcDateTime) is { } settled)
            return settled;
        var (school, code) = (file.SchoolId, "");
        if (file.ChangeId is { } id)
        {
            var change = await db.SchoolChanges.Where(c => c.Id == id).ForUpdate().SingleAsync(ct);
            if (state == CaseState.Granted)
            {
                if (await changes.Approve(change, user.AccountId, reason, ct) is { } obstacle)
                    return obstacle;
                var planned = await db.PlannedSchools.AsNoTracking().SingleAsync(p => p.ChangeId == id, ct);
                (school, code) = (planned.SchoolId, planned.GresaCode);
                file.SchoolId = school;
            }
            else
            {
                if (change.Become(state == CaseState.Returned ? ChangeState.Returned : ChangeState.Refused) is { } gone)
                    return gone;
                await changes.Settle(change, user.AccountId, reason, ct);
            }
        }
        else if (state == CaseState.Granted)
        {
            // Held, so that the register closes it before, and it is seen, or after.
            if (await db.Schools.Open().Where(s => s.Id == school).ForUpdate().Select(s => s.GresaCode).SingleOrDefaultAsync(ct) is not { } open)
                return School.ClosedMeanwhile;
            code = open;
        }

        if (state == CaseState.Granted && await licences.Issue(file, grant!, school, code, user.AccountId, ct) is { IsRefused: true } unprinted)
            return unprinted.Refusal;
        await Settle(file, state.ToString().ToLowerInvariant(), reason, ct);
        return null;
    }

    /// <summary>What every step of a file ends with: the line of history and the facts. Saves.</summary>
    public async Task Settle(LicenceCase file, string what, string? remark, CancellationToken ct)
    {
        db.LicenceEvents.Add(new LicenceEvent { CaseId = file.Id, PlaceId = file.PlaceId, At = clock.GetUtcNow().UtcDateTime, What = what, AccountId = user.AccountId, Remark = remark });
        await db.SaveChangesAsync(ct);
        await facts.Tell(new LicenceCaseStepped(file.Id, file.Version, file.State, file.SchoolId, file.PlaceId, file.AcademyId, file.OpenedByAccountId), ct);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Keeps what was handed in; refused at the field where it is no paper.</summary>
    public async Task<Outcome<long>> Keep(byte[] bytes, string field, CancellationToken ct)
    {
        var reading = await FileIntake.Read(FileKind.Evidence, bytes, clock.GetUtcNow().UtcDateTime, ct);
        if (reading.File is null)
            return Refusal.Invalid(field, reading.Problem!);
        db.StoredFiles.Add(reading.File);
        await db.SaveChangesAsync(ct);
        return reading.File.Id;
    }

    private static TypedSchool Typed(LicenceCase file) => new()
    {
        Code = file.GresaCode,
        NameAr = file.NameAr,
        NameFr = file.NameFr,
        Nature = file.Nature,
        Cycles = file.Cycles,
        Sector = "private",
        Milieu = file.IsUrban ? "urban" : "rural",
        Commune = file.CommuneId?.ToString(CultureInfo.InvariantCulture),
        AddressAr = file.AddressAr,
        Phone = file.Phone,
    };
}
