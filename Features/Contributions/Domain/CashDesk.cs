using Massar.Features.Documents.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Keys;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Contributions.Domain;

/// <summary>An entry about to be made, before it has a number.</summary>
/// <param name="Lines">As the cash box sees them: what goes out is negative.</param>
public sealed record CashDraft(CashKind Kind, int SchoolYearId, IReadOnlyList<PaidLine> Lines)
{
    public Payer? Payer { get; init; }

    /// <summary>The entry taken back.</summary>
    public CashEntry? Cancels { get; init; }

    public string? Reason { get; init; }

    public string? Reference { get; init; }

    /// <summary>Whose account a transfer goes to.</summary>
    public (string Ar, string Fr)? Beneficiary { get; init; }
}

/// <summary>Makes entries of the cash book of the hat's school: numbered, drawn, sealed and kept, all in the caller's transaction; where one of
/// several cannot be drawn, none was made and no number is lost.</summary>
public sealed class CashDesk(
    MassarDb db, RegisterDesk register, DocumentArchive archive, VerificationAddress address, AcademySeal seal, Sealer sealer, PdfOptions options, CurrentUser user, Facts facts, TimeProvider clock)
{
    public DateOnly Today => MoroccanDay.Today(clock);

    /// <summary>
    /// Holds a day of the book; first statement of an order, so that what is read after it is what the one before left. The row is
    /// opened with the day's first entry.
    /// </summary>
    public async Task<CashDay> Hold(DateOnly day, CancellationToken ct)
    {
        var school = user.PlaceId;
        // One statement opens the day or locks it, without a gap for two first comers to wait in.
        await db.Database.ExecuteSqlAsync($"INSERT INTO CashDays (SchoolId, Day, State, Difference, Version) VALUES ({school}, {day}, 0, 0, 0) ON DUPLICATE KEY UPDATE Version = Version", ct);
        return await db.CashDays.Where(d => d.SchoolId == school && d.Day == day).ForUpdate().SingleAsync(ct);
    }

    /// <summary>Holds today for an entry; refused when the day was counted already.</summary>
    public async Task<Refusal?> HoldToday(CancellationToken ct) => (await Hold(Today, ct)).State == CashDayState.Open
        ? null
        : Refusal.Conflict("contributions.day.closed").Next("contributions.day.closed.next");

    /// <summary>What the book says is in the box after a day: every entry up to it, and what earlier counts found.</summary>
    public static async Task<decimal> Balance(MassarDb db, int school, DateOnly day, CancellationToken ct) =>
        await db.CashEntries.Where(e => e.SchoolId == school && e.Day <= day).SumAsync(e => e.Total, ct)
        + await db.CashDays.Where(d => d.SchoolId == school && d.Day < day).SumAsync(d => d.Difference, ct);

    /// <summary>Enters into today, which the caller holds. All drafts are of one register.</summary>
    public async Task<Outcome<IReadOnlyList<CashEntry>>> Enter(IReadOnlyList<CashDraft> drafts, CancellationToken ct)
    {
        var id = user.PlaceId;
        var kind = drafts[0].Cancels?.Register ?? (drafts[0].Kind == CashKind.Transfer ? IssuedDocument.TransferSlipKind : IssuedDocument.ReceiptKind);
        var school = await db.Schools.AsNoTracking().Where(s => s.Id == id).Select(s => new SchoolHead(s.GresaCode, s.Place.NameAr, s.Place.NameFr, s.Place.Path)).SingleAsync(ct);
        var offices = await db.OfficesOf(school.Path, ct);
        var (year, now) = (register.Year, clock.GetUtcNow());
        // The last thing that can wait for others: the register's row stays locked until the end of the transaction.
        var numbers = await register.TakeSeveral(id, kind, year, drafts.Count, ct);
        var contents = drafts.Select((d, i) => Describe(d, school, offices, numbers.Start.Value + i, year, DocumentCode.New(), now, (user.Session.NameAr, user.Session.NameLatin))).ToList();
        var files = await Task.WhenAll(contents.Select(c => AcademySeal.Try(() => Print(c, offices, ct), ("contributions.unprintable", "contributions.unprintable.next"))));
        if (files.FirstOrDefault(f => f.IsRefused).Refusal is { } refusal)
            return refusal;

        var entries = new List<CashEntry>(drafts.Count);
        for (var i = 0; i < drafts.Count; i++)
        {
            var (draft, content) = (drafts[i], contents[i]);
            var document = archive.Store(new DocumentDraft(id, kind, year, content.Number, content.Code, content.Facts(), content.IssuedAt) { PupilId = draft.Payer?.Id }, files[i].Value);
            entries.Add(Entry(draft, content, id, kind, user.AccountId, document));
            draft.Cancels?.Document!.Revoke(draft.Reason!, content.IssuedAt, sealer);
        }

        db.CashEntries.AddRange(entries);
        await db.SaveChangesAsync(ct);
        if (entries.FindAll(e => e.PupilId is not null) is { Count: > 0 } papers)
        {
            await facts.Tell(new ContributionsEntered(id, papers.ConvertAll(e => new EnteredPaper(e.Id, e.PupilId!.Value, e.NumberShown, e.Kind == CashKind.Cancellation))), ct);
            await db.SaveChangesAsync(ct);
        }

        return entries;
    }

    /// <summary>The entry of a paper.</summary>
    public static CashEntry Entry(CashDraft draft, CashContent content, int school, string kind, long account, IssuedDocument document, long id = 0) => new()
    {
        Id = id,
        SchoolId = school,
        SchoolYearId = draft.SchoolYearId,
        Day = content.IssuedOn,
        Kind = draft.Kind,
        Register = kind,
        Number = content.Number,
        Year = content.Year,
        Total = content.Total,
        PupilId = draft.Payer?.Id,
        ClassId = draft.Payer?.ClassId,
        CancelsId = draft.Cancels?.Id,
        Reason = draft.Reason,
        Reference = draft.Reference,
        EnteredAt = content.IssuedAt,
        EnteredByAccountId = account,
        DocumentId = document.Id,
        Document = id == 0 ? document : null,
        Paper = content.ToJson(),
        Lines = [.. draft.Lines.Select(l => new CashLine { EntryId = id, HeadingCode = l.Code, Amount = l.Amount })],
    };

    /// <summary>What the paper of a draft says.</summary>
    public CashContent Describe(CashDraft draft, SchoolHead school, Offices offices, int number, int year, string code, DateTimeOffset now, (string Ar, string Latin) by) => new(
        number, year, code, address.Of(code), now.UtcDateTime, MoroccanDay.Of(now), draft.Kind, draft.Payer?.NameAr, draft.Payer?.NameLatin, draft.Payer?.MassarCode, draft.Payer?.ClassName, draft.SchoolYearId,
        school.GresaCode, school.NameAr, school.NameFr, offices.Directorate?.NameAr, offices.Directorate?.NameFr, offices.Academy?.NameAr, offices.Academy?.NameFr, offices.Commune?.NameAr, offices.Commune?.NameFr,
        draft.Lines, draft.Cancels?.NumberShown, draft.Reason, draft.Beneficiary?.Ar, draft.Beneficiary?.Fr, draft.Reference, by.Ar, by.Latin, options.Demo);

    /// <summary>Draws a paper and lays the academy's electronic seal on it; schools hold no keys.</summary>
    public Task<byte[]> Print(CashContent content, Offices offices, CancellationToken ct) =>
        seal.Seal(new CashPaper(content), offices.Academy?.Code, offices.Academy?.NameAr, $"{content.SchoolAr} {content.NumberShown}", ct);
}

/// <summary>The school as its papers name it.</summary>
public sealed record SchoolHead(string GresaCode, string NameAr, string NameFr, string Path);
