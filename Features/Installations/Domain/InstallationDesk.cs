using System.Globalization;
using Massar.Features.Decisions.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Reference;
using Massar.Features.Reference.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Installations.Domain;

/// <summary>Days of the year's settings <c>installations.*</c>.</summary>
/// <param name="Join">To come to the new place.</param>
/// <param name="Notice">Given by each notice.</param>
public sealed record InstallationDays(int Join, int Notice)
{
    public static async Task<InstallationDays> Of(MassarDb db, DateOnly day, CancellationToken ct)
    {
        var figures = await YearFigures.UpTo(db, ReferenceFiles.YearOf(day), "installations.", ct);
        return new InstallationDays(figures.Number("join-days", 3), figures.Number("notice-days", 7));
    }
}

/// <summary>Opens installations, carries them out and reminds, all in the caller's transaction.</summary>
public sealed class InstallationDesk(
    MassarDb db, PostDesk posts, RegisterDesk register, DocumentArchive archive, VerificationAddress address, AcademySeal seal, PdfOptions options, Facts facts, WorkDesk work, TimeProvider clock)
{
    /// <summary>Refused to who acts on his own installation where another has to.</summary>
    public static Refusal Own => Refusal.Conflict("installations.own").Next("installations.own.next").Recorded();

    /// <summary>A signed decision awaits somebody at a place.</summary>
    public async Task Open(Decision decision, CancellationToken ct)
    {
        var employee = await db.Employees.SingleAsync(e => e.Id == decision.EmployeeId, ct);
        var today = MoroccanDay.Today(clock);
        var place = decision.NewPlaceId is { } came ? await db.Places.AsNoTracking().SingleAsync(p => p.Id == came, ct) : await db.Places.AsNoTracking().SingleAsync(p => p.Id == employee.PlaceId, ct);
        var from = decision.OldPlaceId is { } left && left != place.Id ? await db.Places.AsNoTracking().SingleAsync(p => p.Id == left, ct) : null;
        var due = decision.EffectiveOn > today ? decision.EffectiveOn : today;
        var installation = new Installation
        {
            DecisionId = decision.Id,
            EmployeeId = employee.Id,
            PlaceId = place.Id,
            PlacePath = place.Path,
            FromPlaceId = from?.Id,
            FromPath = from?.Path,
            EffectiveOn = decision.EffectiveOn,
            DueOn = due,
            Until = due.AddDays((await InstallationDays.Of(db, today, ct)).Join),
        };
        db.Installations.Add(installation);
        await db.SaveChangesAsync(ct);
        Await(installation);
        await Tell(installation, "due", employee.PlacePath, due, ct);
    }

    /// <summary>A decision that changes the workplace ends what an earlier one had left open.</summary>
    public async Task GiveWay(long employee, long decision, CancellationToken ct)
    {
        var left = await db.Installations.Where(i => i.EmployeeId == employee && i.DecisionId != decision && (i.State == InstallationState.Due || i.State == InstallationState.Present)).ToListAsync(ct);
        foreach (var open in left)
            open.Cancel();
        await db.SaveChangesAsync(ct);
        if (left.Count == 0)
            return;
        var path = await db.Employees.Where(e => e.Id == employee).Select(e => e.PlacePath).SingleAsync(ct);
        foreach (var open in left)
            await Tell(open, "overtaken", path, open.DueOn, ct);
    }

    /// <summary>The person is there, and both have said so: minutes, workplace, file, roles.</summary>
    public async Task<Refusal?> Install(Installation installation, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var employee = await db.Employees.Where(e => e.Id == installation.EmployeeId).ForUpdate().SingleAsync(ct);
        if (installation.Install(now) is { } refusal)
            return refusal;
        var day = installation.PresentOn!.Value;
        var isReturn = installation.FromPlaceId is null;
        if (installation.FromPlaceId is not null || employee.PlaceId != installation.PlaceId)
        {
            var worked = await Worked(installation, now, ct);
            // Whoever worked nowhere before is new, and does not come back.
            isReturn &= worked.Count > 0;
            if (worked.LastOrDefault(p => p.StartsOn <= day) is { } last ? last.PlaceId != installation.FromPlaceId : installation.FromPlaceId is not null)
                return Refusal.Conflict("installations.changed").Next("installations.changed.next");
            var place = await db.Places.AsNoTracking().SingleAsync(p => p.Id == installation.PlaceId, ct);
            db.Postings.AddRange(Workplaces.Moved(worked, employee.Id, day, (place.Id, place.Path), installation.DecisionId, now));
            if (installation.FromPlaceId is { } from)
                await posts.Leave(installation.DecisionId, employee.Id, from, installation.LeftOn!.Value, ct);
            await posts.Arrive(installation.DecisionId, place, day, ct);
            (employee.PlaceId, employee.PlacePath) = (place.Id, place.Path);
            await db.SaveChangesAsync(ct);
        }

        var paper = await Print(installation, isReturn ? MinutesKind.Resumption : MinutesKind.Installation, installation.PlaceId, day, ct);
        if (paper.IsRefused)
            return paper.Refusal;
        installation.Keep(paper.Value.Id);
        await db.SaveChangesAsync(ct);
        await Tell(installation, "installed", employee.PlacePath, day, ct);
        return null;
    }

    /// <summary>The place left gives its minutes; unless the person is installed already, the work there ends with it.</summary>
    public async Task<Refusal?> Leave(Installation installation, DateOnly? day, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var employee = await db.Employees.Where(e => e.Id == installation.EmployeeId).ForUpdate().SingleAsync(ct);
        if (installation.Leave(day, MoroccanDay.Of(now)) is { } refusal)
            return refusal;
        var last = installation.LeftOn!.Value;
        if (installation.State is not InstallationState.Installed)
        {
            db.Postings.AddRange(Workplaces.Moved(await Worked(installation, now, ct), employee.Id, last.AddDays(1), null, installation.DecisionId, now));
            await posts.Leave(installation.DecisionId, employee.Id, installation.FromPlaceId, last, ct);
        }

        var paper = await Print(installation, MinutesKind.Cessation, installation.FromPlaceId!.Value, last, ct);
        if (paper.IsRefused)
            return paper.Refusal;
        installation.KeepCessation(paper.Value.Id);
        await db.SaveChangesAsync(ct);
        await Tell(installation, "left", employee.PlacePath, last, ct);
        return null;
    }

    /// <summary>Looks again after the last day to come.</summary>
    public void Await(Installation installation) => work.Queue<FollowUp.Handler>(
        FollowUp.Handler.KeyOf(installation.Id, installation.Until), installation.Id.ToString(CultureInfo.InvariantCulture), MoroccanHour.Utc(installation.Until.AddDays(1), new TimeOnly(8, 0)));

    public async Task Tell(Installation installation, string what, string filePath, DateOnly on, CancellationToken ct)
    {
        await facts.Tell(new InstallationStepped(installation.Id, installation.Version, what, installation.EmployeeId, installation.PlaceId, installation.FromPlaceId, filePath, on), ct);
        await db.SaveChangesAsync(ct);
    }

    private async Task<List<Posting>> Worked(Installation installation, DateTime now, CancellationToken ct) =>
        (await db.Postings.AsNoTracking().Where(p => p.EmployeeId == installation.EmployeeId).ToListAsync(ct)).WorkedAt(now);

    private async Task<Outcome<IssuedDocument>> Print(Installation installation, MinutesKind kind, int place, DateOnly day, CancellationToken ct)
    {
        var (id, account) = (installation.DecisionId, Infrastructure.Security.Acting.Now?.AccountId ?? installation.PresentByAccountId);
        var receiver = kind == MinutesKind.Cessation ? account : installation.PresentByAccountId;
        var row = await (
            from decision in db.Decisions
            where decision.Id == id
            join employee in db.Employees on decision.EmployeeId equals employee.Id
            join grade in db.StaffGrades on employee.GradeCode equals grade.Code into grades
            from grade in grades.DefaultIfEmpty()
            select new { decision.Number, decision.SignedAt, Employee = employee, Grade = grade }).AsNoTracking().SingleAsync(ct);
        var by = await db.Accounts.Where(a => a.Id == receiver).Select(a => new { a.NameAr, a.NameLatin }).SingleOrDefaultAsync(ct);
        var isConfirmed = await db.Accounts.AnyAsync(a => a.Id == account && a.EmployeeId == installation.EmployeeId, ct);
        List<int> ids = [installation.PlaceId, installation.FromPlaceId ?? installation.PlaceId];
        var places = await db.Places.AsNoTracking().Where(p => ids.Contains(p.Id)).ToListAsync(ct);
        var here = places.Find(p => p.Id == place)!;
        var other = places.Find(p => p.Id != place);
        var above = await db.OfficesOf(here.Path, ct);
        var (now, year, registerKind) = (clock.GetUtcNow().UtcDateTime, register.Year, MinutesContent.RegisterOf(kind));
        var number = await register.Take(here.Id, registerKind, year, ct);
        var code = DocumentCode.New();
        var person = row.Employee;
        var content = new MinutesContent(
            kind, number, year, code, address.Of(code), now, MoroccanDay.Of(now), person.FullNameAr, $"{person.LastNameLatin.ToUpperInvariant()} {person.FirstNameLatin}", person.Ppr, person.Cin,
            row.Grade is null ? person.GradeCode : $"{row.Grade.CadreAr}، {row.Grade.GradeAr}", row.Grade is null ? person.GradeCode : $"{row.Grade.CadreFr}, {row.Grade.GradeFr}", here.NameAr, here.NameFr, here.Code,
            other?.NameAr, other?.NameFr, day, row.Number!, MoroccanDay.Of(row.SignedAt!.Value), by?.NameAr ?? "", by?.NameLatin ?? "", above.Directorate?.NameAr, above.Directorate?.NameFr, above.Academy?.NameAr, above.Academy?.NameFr, isConfirmed, options.Demo);
        var file = await AcademySeal.Try(() => seal.Seal(new MinutesDocument(content), above.Academy?.Code, above.Academy?.NameAr, $"{here.NameAr} {content.NumberShown}", ct), ("installations.unprintable", "installations.unprintable.next"));
        if (file.IsRefused)
            return file.Refusal!;
        var document = archive.Store(new DocumentDraft(here.Id, registerKind, year, number, code, content.Facts(), now) { EmployeeId = person.Id }, file.Value);
        await db.SaveChangesAsync(ct);
        return document;
    }
}
