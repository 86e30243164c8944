using System.Globalization;
using Massar.Features.Accounts;
using Massar.Features.Classes;
using Massar.Features.Contributions.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.Enrollments;
using Massar.Features.Pupils;
using Massar.Features.Reference;
using Massar.Features.Reference.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Keys;
using Massar.Infrastructure.Seeding;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Contributions;

/// <summary>A cash book at the school of the well-known clerk, and at that of the well-known guardian's children: receipts really drawn and sealed over
/// some days, one taken back, a transfer, exemptions; days countersigned, one closed with a difference, one still open.</summary>
public sealed class Seed : ISeed
{
    private const int Received = 44;
    private static readonly (decimal Counted, string Reason) Missing = (-2, "قطعة من درهمين ناقصة – une pièce de deux dirhams manque");

    public int Order => 165;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, classes, enrollments, pupils, accounts) = (seeding.Of<SeededYears>(), seeding.Of<SeededClasses>(), seeding.Of<SeededEnrollments>(), seeding.Of<SeededPupils>(), seeding.Of<SeededAccounts>());
        var year = years.Current.Id;
        var headings = (await seeding.Db.HeadingsOf(year, ct)).ToLookup(h => h.CycleCode);
        var clerk = accounts.Demo(Roles.Clerk);
        var seats = classes.Of(year).SelectMany(c => enrollments.In(c.Id).Where(e => e.LeftOn is null).Select(e => (Class: c, Seat: e))).ToList();
        long[] family = accounts.Demo(Roles.Guardian).GuardianId is { } guardian ? [.. pupils.Guardians[(int)guardian - 1].PupilIds.Take(1)] : [];

        // Two classes of the clerk's school, all but a few; elsewhere the family's child alone.
        var here = seats.Where(s => s.Class.SchoolId == clerk.PlaceId).OrderBy(s => s.Class.Id).ThenBy(s => s.Seat.OrderInClass).ToList();
        var chosen = here.Where((s, i) => i % 7 != 3 || family.Contains(s.Seat.PupilId)).Take(seeding.Plan.Papers(Received)).ToList();
        chosen.AddRange(seats.Where(s => family.Contains(s.Seat.PupilId) && !chosen.Exists(c => c.Seat.PupilId == s.Seat.PupilId)));
        foreach (var school in chosen.GroupBy(c => c.Class.SchoolId))
        {
            var keeper = school.Key == clerk.PlaceId ? clerk : accounts.Of(Roles.Clerk).FirstOrDefault(a => a.PlaceId == school.Key) ?? accounts.Of(Roles.Head).FirstOrDefault(a => a.PlaceId == school.Key);
            if (keeper is not null)
                await Plant(seeding, school.Key, year, [.. school.Select(s => (s.Class, pupils.Pupil(s.Seat.PupilId), s.Seat.OrderInClass))], headings, years, keeper, accounts.Of(Roles.Head).FirstOrDefault(a => a.PlaceId == school.Key), ct);
        }

        var exempted = here.Where((_, i) => i % 7 == 3).Take(2).Zip(["ORPHAN", "NEED"]).ToList();
        var head = accounts.Of(Roles.Head).FirstOrDefault(a => a.PlaceId == clerk.PlaceId);
        if (head is not null)
            await seeding.Insert(
            [
                .. exempted.SelectMany(e => headings[years.Levels[e.First.Class.LevelCode].CycleCode].Where(h => !h.IsOptional && h.Code != "INSURANCE"), (e, h) => new Exemption
                {
                    Id = seeding.NextId<Exemption>(),
                    SchoolId = clerk.PlaceId,
                    SchoolYearId = year,
                    PupilId = e.First.Seat.PupilId,
                    HeadingCode = h.Code,
                    ReasonCode = e.Second,
                    DecidedAt = years.Today.AddDays(-9).ToDateTime(new TimeOnly(10, 0), DateTimeKind.Utc),
                    DecidedByAccountId = head.Id,
                }.Begin()),
            ], ct);
    }

    private static async Task Plant(
        Seeding seeding, int school, int year, IReadOnlyList<(SeededClass Class, SeededPupil Pupil, int Order)> payers, ILookup<string, ContributionHeading> headings, SeededYears years, SeededAccount keeper, SeededAccount? head, CancellationToken ct)
    {
        var (draw, desk, sealer) = (seeding.Draw($"contributions/{school}"), seeding.Services.GetRequiredService<CashDesk>(), seeding.Services.GetRequiredService<Sealer>());
        var about = await seeding.Db.Schools.AsNoTracking().Where(s => s.Id == school).Select(s => new SchoolHead(s.GresaCode, s.Place.NameAr, s.Place.NameFr, s.Place.Path)).SingleAsync(ct);
        var offices = await seeding.Db.OfficesOf(about.Path, ct);
        var name = await seeding.Db.Accounts.AsNoTracking().Where(a => a.Id == keeper.Id).Select(a => new { a.NameAr, a.NameLatin }).SingleAsync(ct);
        DateOnly[] days = [.. Enumerable.Range(1, 9).Select(i => years.Today.AddDays(-i)).Where(d => d.DayOfWeek != DayOfWeek.Sunday).Take(4).Reverse()];
        var numbers = new Dictionary<(string Kind, int Year), int>();
        var drawn = new List<(CashDraft Draft, CashContent Content, string Kind, Task<byte[]> File)>();
        for (var i = 0; i < payers.Count; i++)
        {
            var (at, pupil, order) = payers[i];
            var lines = headings[years.Levels[at.LevelCode].CycleCode].Where(h => !h.IsOptional || i % 3 == 0).Select(h => new PaidLine(h.Code, h.NameAr, h.NameFr, h.Amount!.Value)).ToList();
            if (lines.Count > 0)
                Make(new CashDraft(CashKind.Receipt, year, i % 11 == 5 ? [.. lines.Take(2)] : lines) { Payer = new Payer(pupil.Id, pupil.MassarCode, pupil.FullNameAr, pupil.FullNameLatin, at.Id, at.Name, order, years.Levels[at.LevelCode].CycleCode) }, days[i * days.Length / payers.Count], i);
        }

        // The insurance of the first days went to its account.
        var sent = drawn.Where(d => d.Content.IssuedOn < days[2]).SelectMany(d => d.Draft.Lines).Where(l => l.Code == "INSURANCE").ToList();
        var insurance = headings.SelectMany(h => h).FirstOrDefault(h => h.Code == "INSURANCE");
        if (sent.Count > 4 && insurance is not null)
            Make(new CashDraft(CashKind.Transfer, year, [new PaidLine(insurance.Code, insurance.NameAr, insurance.NameFr, -sent.Sum(l => l.Amount))]) { Beneficiary = (insurance.BeneficiaryAr, insurance.BeneficiaryFr), Reference = "BP-2026-0417" }, days[2], 60);

        var (documents, contents, entries, rows) = (new List<IssuedDocument>(), new List<DocumentContent>(), new List<CashEntry>(), new List<CashLine>());
        // Earlier areas have their papers in the same table.
        var id = await seeding.Db.IssuedDocuments.MaxAsync(d => (long?)d.Id, ct) ?? 0;
        foreach (var made in drawn)
            await Keep(made);

        // The last receipt but one was for another pupil: the next line takes it back.
        if (entries.FindLast(e => e.Kind == CashKind.Receipt && e.Number == numbers[(IssuedDocument.ReceiptKind, e.Year)] - 1) is { } wrong && payers.Count > 10)
        {
            var original = drawn.First(d => d.Content.Number == wrong.Number && d.Kind == wrong.Register);
            const string why = "وصل باسم غير صاحبه – reçu établi au nom d'un autre élève";
            Make(new CashDraft(CashKind.Cancellation, year, [.. original.Draft.Lines.Select(l => l with { Amount = -l.Amount })]) { Payer = original.Draft.Payer, Cancels = wrong, Reason = why }, days[^1], 90);
            _ = documents[entries.IndexOf(wrong)].Revoke(why, drawn[^1].Content.IssuedAt, sealer);
            await Keep(drawn[^1]);
        }

        await seeding.Insert(documents, ct);
        await seeding.Insert(contents, ct);
        await seeding.Insert([.. numbers.Select(n => new DocumentRegister { PlaceId = school, Kind = n.Key.Kind, Year = n.Key.Year, Last = n.Value })], ct);
        await seeding.Insert(entries, ct);
        await seeding.Insert(rows, ct);

        var book = new List<CashDay>();
        var balance = 0m;
        foreach (var day in days.Where(d => entries.Exists(e => e.Day == d)))
        {
            var kept = new CashDay { SchoolId = school, Day = day };
            balance += entries.Where(e => e.Day == day).Sum(e => e.Total);
            var (evening, isThird) = (day.ToDateTime(new TimeOnly(17, 30), DateTimeKind.Utc), day == days[2]);
            if (day != days[3])
                _ = kept.Close(balance, isThird ? balance + Missing.Counted : balance, isThird ? Missing.Reason : null, keeper.Id, evening);
            if (day < days[2] && head is not null && head.Id != keeper.Id)
                _ = kept.Sign(null, head.Id, evening.AddMinutes(30));
            balance += kept.Difference;
            book.Add(kept);
        }

        await seeding.Insert(book, ct);

        void Make(CashDraft draft, DateOnly day, int minute)
        {
            var at = new DateTimeOffset(day.ToDateTime(new TimeOnly(9, 0)), TimeSpan.Zero).AddMinutes(minute);
            var kind = draft.Kind == CashKind.Transfer ? IssuedDocument.TransferSlipKind : IssuedDocument.ReceiptKind;
            var number = numbers[(kind, day.Year)] = numbers.GetValueOrDefault((kind, day.Year)) + 1;
            var content = desk.Describe(draft, about, offices, number, day.Year, DocumentCode.From(n => draw.Number(n - 1)), at, (name.NameAr, name.NameLatin));
            drawn.Add((draft, content, kind, desk.Print(content, offices, ct)));
        }

        async Task Keep((CashDraft Draft, CashContent Content, string Kind, Task<byte[]> File) made)
        {
            var file = await made.File;
            var document = new DocumentDraft(school, made.Kind, made.Content.Year, made.Content.Number, made.Content.Code, made.Content.Facts(), made.Content.IssuedAt) { PupilId = made.Draft.Payer?.Id }.Enter(file, sealer, ++id);
            documents.Add(document);
            contents.Add(new DocumentContent { DocumentId = document.Id, Bytes = file });
            var entry = CashDesk.Entry(made.Draft, made.Content, school, made.Kind, keeper.Id, document, seeding.NextId<CashEntry>());
            entries.Add(entry);
            rows.AddRange(entry.Lines);
        }
    }
}
