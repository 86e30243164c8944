using System.Globalization;
using Massar.Features.Accounts.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.Families.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Keys;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffFiles.Domain;

/// <summary>Days of the year's settings <c>staff-files.*</c>.</summary>
/// <param name="Send">To list the pages and send the file.</param>
/// <param name="Transit">From the sending to the signature of who receives it.</param>
/// <param name="Answer">To answer for what lacks, and to look again after it.</param>
public sealed record FileDays(int Send, int Transit, int Answer)
{
    public static async Task<FileDays> Current(MassarDb db, CancellationToken ct)
    {
        var figures = await YearFigures.Current(db, "staff-files.", ct);
        return new FileDays(figures.Number("send-days", 10, 1, 365), figures.Number("transit-days", 15, 1, 365), figures.Number("answer-days", 10, 1, 365));
    }
}

/// <summary>Opens transfers where people go, carries them out and reminds, all in the caller's transaction.</summary>
public sealed class FileDesk(
    MassarDb db, RegisterDesk register, DocumentArchive archive, VerificationAddress address, AcademySeal seal, PdfOptions options, Facts facts, WorkDesk work, Sealer sealer, TimeProvider clock)
{
    /// <summary>Refused to who would handle his own file, or one of his family.</summary>
    public static Refusal Own => Refusal.Conflict("staff-files.own").Next("staff-files.own.next").Recorded();

    /// <summary>Refused to who sent the file, or answered for it, under another hat: a receipt is worth something from a second hand only.</summary>
    public static Refusal SameHand => Refusal.Conflict("staff-files.same-hand").Next("staff-files.same-hand.next").Recorded();

    public DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>It is the file of who asks, or of his spouse or the other parent of a child of his.</summary>
    public async Task<bool> IsOwn(long employee, CurrentUser user, CancellationToken ct) =>
        (await Kinship.WithSelf(db, user.EmployeeId, ct)).Contains(employee);

    /// <summary>Who asks has spoken for the sending side of this transfer, from whatever account.</summary>
    public async Task<bool> HasSent(long transfer, CurrentUser user, CancellationToken ct)
    {
        var hands = (await Hands.Of(db, user, ct)).Accounts;
        return await db.FileSteps.AnyAsync(s => s.TransferId == transfer && s.AccountId != null && hands.Contains(s.AccountId.Value) && (s.What == "sent" || s.What == "answered"), ct);
    }

    /// <summary>The office that keeps the files of who works at a place: its directorate, or the academy where it belongs to none; null at the ministry.</summary>
    public async Task<Place?> OfficeOf(string path, CancellationToken ct)
    {
        var above = await db.OfficesOf(path, ct);
        return above.Directorate ?? above.Academy;
    }

    /// <summary>
    /// The file goes after the person: a transfer is opened where he works under another office than the one that has the file, led elsewhere where he went further
    /// before anything was sent, dropped where he came back. What is on its way arrives first.
    /// </summary>
    /// <param name="fromPath">Where he worked before; counts while no transfer says where the file is.</param>
    public async Task Follow(long employee, string? fromPath, FileCause cause, string? reason, CancellationToken ct)
    {
        var path = await db.Employees.Where(e => e.Id == employee).ForUpdate().Select(e => e.PlacePath).SingleAsync(ct);
        if (await OfficeOf(path, ct) is not { } here)
            return;
        var last = await db.FileTransfers.Where(t => t.EmployeeId == employee && t.State != FileState.Cancelled).OrderByDescending(t => t.Id).FirstOrDefaultAsync(ct);
        if (last?.IsOpen == true)
        {
            if (last.FromOfficeId == here.Id && last.Cancel(Now) is null)
                await Settle(last, "cancelled", null, null, ct);
            else if (last.FromOfficeId != here.Id && last.Redirect(here.Id, here.Path, cause))
                await Settle(last, "redirected", null, null, ct);
            return;
        }

        var from = last is not null ? await db.Places.AsNoTracking().SingleAsync(p => p.Id == last.ToOfficeId, ct) : fromPath is null ? null : await OfficeOf(fromPath, ct);
        if (from is not null && from.Id != here.Id)
            await Open(employee, from, here, cause, reason, ct);
    }

    /// <summary>Opens a transfer; the caller has made sure that none is open, holding the employee's row.</summary>
    public async Task<FileTransfer> Open(long employee, Place from, Place to, FileCause cause, string? reason, CancellationToken ct)
    {
        var days = await FileDays.Current(db, ct);
        var transfer = new FileTransfer
        {
            EmployeeId = employee,
            FromOfficeId = from.Id,
            FromPath = from.Path,
            ToOfficeId = to.Id,
            ToPath = to.Path,
            Cause = cause,
            Reason = reason,
            OpenedAt = Now,
            Until = MoroccanDay.Of(Now).AddDays(days.Send),
        }.Opened();
        db.FileTransfers.Add(transfer);
        await db.SaveChangesAsync(ct);
        await Settle(transfer, "opened", reason, cause is FileCause.Hand ? Acting.Now?.AccountId : null, ct);
        return transfer;
    }

    /// <summary>The file leaves with its sealed slip, and with the papers of the archive named on it.</summary>
    public async Task<Refusal?> Send(FileTransfer transfer, long account, CancellationToken ct)
    {
        var days = await FileDays.Current(db, ct);
        if (transfer.Send(Now, MoroccanDay.Of(Now).AddDays(days.Transit)) is { } refusal)
            return refusal;
        var pages = await db.FilePages.Where(p => p.TransferId == transfer.Id).OrderBy(p => p.Order).ToListAsync(ct);
        if (pages.Count == 0)
            return Refusal.Conflict("staff-files.send.empty").Next("staff-files.send.empty.next");
        var order = pages[^1].Order;
        foreach (var (key, count) in await Digital(transfer.EmployeeId, transfer.FromPath, transfer.OpenedAt, ct))
        {
            var kept = new FilePage { TransferId = transfer.Id, Order = ++order, Title = key, IsDigital = true, Count = count };
            db.FilePages.Add(kept);
            pages.Add(kept);
        }

        var paper = await Print(transfer, FilePaperKind.Slip, pages, account, ct);
        if (paper.IsRefused)
            return paper.Refusal;
        transfer.KeepSlip(paper.Value.Id);
        await Settle(transfer, "sent", null, account, ct);
        return null;
    }

    /// <summary>The receiver signs for what he found; a later receipt takes the place of an earlier one.</summary>
    /// <param name="pages">All lines, those to check with what was found.</param>
    public async Task<Refusal?> Sign(FileTransfer transfer, IReadOnlyList<FilePage> pages, long account, CancellationToken ct)
    {
        var isWhole = !pages.Any(p => p.IsToAnswer);
        var days = await FileDays.Current(db, ct);
        if (transfer.Sign(isWhole, Now, MoroccanDay.Of(Now).AddDays(days.Answer)) is { } refusal)
            return refusal;
        var paper = await Print(transfer, FilePaperKind.Receipt, pages, account, ct);
        if (paper.IsRefused)
            return paper.Refusal;
        if (transfer.ReceiptId is { } before)
            (await db.IssuedDocuments.SingleAsync(d => d.Id == before, ct)).GiveWayTo(paper.Value, sealer);
        transfer.KeepReceipt(paper.Value.Id);
        await Settle(transfer, isWhole ? "complete" : "lacking", null, account, ct);
        if (isWhole)
            await Follow(transfer.EmployeeId, null, FileCause.Installation, null, ct);
        return null;
    }

    /// <summary>
    /// Papers of the person's file in the electronic archive that still count, by name, as far as the sending office knows them: issued by itself, below it or above it, until
    /// the transfer was opened. What other offices gave, or anybody afterwards, is not its affair, and neither are receipts of wishes, which are in no file.
    /// </summary>
    /// <param name="path">Of the sending office.</param>
    /// <param name="opened">When the transfer was opened, UTC.</param>
    public async Task<IReadOnlyList<(string Key, int Count)>> Digital(long employee, string path, DateTime opened, CancellationToken ct)
    {
        var kept = await db.IssuedDocuments.AsNoTracking()
            .Where(d => d.EmployeeId == employee && d.State == DocumentState.Valid && d.IssuedAt <= opened && d.Kind != Mobility.Domain.ReceiptDesk.Kind && !d.Kind.StartsWith(FilePaperContent.Registers))
            // A sanction whose trace was erased is not named to the next office.
            .Where(d => !db.Decisions.Any(x => x.DocumentId == d.Id && x.ErasedAt != null))
            .Where(d => db.Places.Any(p => p.Id == d.PlaceId && (p.Path.StartsWith(path) || path.StartsWith(p.Path))))
            .Select(d => d.Facts).ToListAsync(ct);
        return [.. kept.GroupBy(f => DocumentFacts.Read(f).TitleKey).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, g.Count()))];
    }

    /// <summary>Writes the step down, tells it, and looks again after the last day of whose turn it is.</summary>
    public async Task Settle(FileTransfer transfer, string what, string? remark, long? account, CancellationToken ct)
    {
        var about = what is "late" ? transfer.Turn : what is "lacking" or "complete" ? transfer.ToOfficeId : transfer.FromOfficeId;
        var office = account is null ? about : Acting.Now?.PlaceId ?? about;
        db.FileSteps.Add(new FileStep { TransferId = transfer.Id, At = Now, What = what, AccountId = account, OfficeId = office, Remark = remark });
        if (transfer.IsOpen && what is not ("late" or "redirected"))
            Await(transfer);
        await db.SaveChangesAsync(ct);
        await facts.Tell(new StaffFileStepped(transfer.Id, transfer.Version, what, transfer.EmployeeId, transfer.FromOfficeId, transfer.ToOfficeId, transfer.Turn), ct);
        await db.SaveChangesAsync(ct);
    }

    private void Await(FileTransfer transfer) => work.Queue<FollowUp.Handler>(
        FollowUp.Handler.KeyOf(transfer.Id, transfer.Version), transfer.Id.ToString(CultureInfo.InvariantCulture), MoroccanHour.Utc(transfer.Until.AddDays(1), new TimeOnly(8, 0)));

    private async Task<Outcome<IssuedDocument>> Print(FileTransfer transfer, FilePaperKind kind, IReadOnlyList<FilePage> pages, long account, CancellationToken ct)
    {
        var (employee, from, to) = (transfer.EmployeeId, transfer.FromOfficeId, transfer.ToOfficeId);
        var person = await db.Employees.AsNoTracking().SingleAsync(e => e.Id == employee, ct);
        var offices = await db.Places.AsNoTracking().Where(p => p.Id == from || p.Id == to).ToDictionaryAsync(p => p.Id, ct);
        var by = await db.Accounts.Where(a => a.Id == account).Select(a => a.NameAr).SingleOrDefaultAsync(ct);
        var office = offices[kind is FilePaperKind.Slip ? from : to];
        var above = await db.OfficesOf(office.Path, ct);
        var (now, year, registerKind) = (Now, register.Year, FilePaperContent.RegisterOf(kind));
        var number = await register.Take(office.Id, registerKind, year, ct);
        var code = DocumentCode.New();
        var content = new FilePaperContent(
            kind, number, year, code, address.Of(code), now, MoroccanDay.Of(now), person.FullNameAr, $"{person.LastNameLatin.ToUpperInvariant()} {person.FirstNameLatin}", person.Ppr,
            offices[from].NameAr, offices[from].NameFr, offices[to].NameAr, offices[to].NameFr, MoroccanDay.Of(transfer.SentAt ?? now),
            [.. pages.Select(p => new FilePaperLine(p.NameKey, p.Title, p.Count, p.Note, p.IsDigital, p.Result, p.Answer, p.ResultNote))],
            by ?? "", office.NameAr, above.Directorate?.NameAr, above.Directorate?.NameFr, above.Academy?.NameAr, above.Academy?.NameFr, options.Demo);
        var file = await AcademySeal.Try(() => seal.Seal(new FilePaper(content), above.Academy?.Code, above.Academy?.NameAr, $"{office.NameAr} {content.NumberShown}", ct), ("staff-files.unprintable", "staff-files.unprintable.next"));
        if (file.IsRefused)
            return file.Refusal!;
        var document = archive.Store(new DocumentDraft(office.Id, registerKind, year, number, code, content.Facts(), now) { EmployeeId = employee }, file.Value);
        await db.SaveChangesAsync(ct);
        return document;
    }
}
