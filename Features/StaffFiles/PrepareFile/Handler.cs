using System.Globalization;
using Massar.Features.StaffFiles.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffFiles.PrepareFile;

public sealed record Query(long Id) : IQuery<Listed>;

/// <param name="Digital">Papers of the electronic archive that go on the slip by themselves.</param>
public sealed record Listed(ListedFile File, IReadOnlyList<KeptPapers> Digital) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1;
}

/// <param name="Key">Text key of their name.</param>
public sealed record KeptPapers(string Key, int Count);

/// <summary>A line as it was typed.</summary>
/// <param name="Code">One of the usual papers; null for a line in the office's words.</param>
public sealed record TypedPage(string? Code, string? Title, string? Count, string? Note)
{
    /// <summary>Which line in the office's words it is.</summary>
    public string? Row { get; init; }

    /// <summary>As the form names its fields.</summary>
    public string Key => Code ?? Row!;
}

/// <param name="Version">The transfer as it was read.</param>
/// <param name="IsSent">Sent; otherwise the list is kept.</param>
public sealed record Command(long Id, int Version, IReadOnlyList<TypedPage> Pages, bool IsSent) : ICommand
{
    public const string Send = "send";

    /// <summary>Lines in the office's words that the form has.</summary>
    public static readonly IReadOnlyList<string> Own = [.. Enumerable.Range(1, 6).Select(i => i.ToString(CultureInfo.InvariantCulture))];
}

public sealed class Handler(MassarDb db, CurrentUser user, FileDesk desk) : IQueryHandler<Query, Listed>, ICommandHandler<Command>
{
    public async Task<Outcome<Listed>> Handle(Query query, CancellationToken ct)
    {
        if (await db.HeadOf(db.FileTransfers.SentBy(user).Where(t => t.Id == query.Id && t.State == FileState.Preparing), ct) is not { } head)
            return Refusal.NotFound;
        return new Listed(
            new ListedFile(head, await db.PagesOf(query.Id, ct), await desk.IsOwn(head.Employee, user, ct)), [.. (await desk.Digital(head.Employee, user.PlacePath, head.OpenedAt, ct)).Select(d => new KeptPapers(d.Key, d.Count))]);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var transfer = await db.FileTransfers.SentBy(user).Where(t => t.Id == command.Id).ForUpdate().SingleOrDefaultAsync(ct);
        if (transfer is null)
            return Refusal.NotFound;
        if (await desk.IsOwn(transfer.EmployeeId, user, ct))
            return FileDesk.Own;
        if (transfer.State is not FileState.Preparing)
            return FileTransfer.NotNow;
        if (transfer.Version != command.Version)
            return Refusal.Stale;
        var wrong = new Dictionary<string, Said>(StringComparer.OrdinalIgnoreCase);
        var pages = new List<FilePage>();
        foreach (var typed in command.Pages)
            if (Read(transfer.Id, typed, pages.Count + 1, wrong) is { } page)
                pages.Add(page);
        if (wrong.Count > 0)
            return Refusal.Invalid(wrong);
        if (pages.Count > FilePage.MostLines)
            return Refusal.Conflict("staff-files.pages.many", FilePage.MostLines).Next("staff-files.pages.many.next");

        db.FilePages.RemoveRange(await db.FilePages.Where(p => p.TransferId == transfer.Id).ToListAsync(ct));
        db.FilePages.AddRange(pages);
        transfer.Relist();
        await db.SaveChangesAsync(ct);
        if (command.IsSent && await desk.Send(transfer, user.AccountId, ct) is { } refusal)
            return refusal;
        return Done.It;
    }

    // A line without count, name and note is no line.
    private static FilePage? Read(long transfer, TypedPage typed, int order, Dictionary<string, Said> wrong)
    {
        var (title, count, note) = (BidiSafe.CleanOrNull(typed.Title), BidiSafe.CleanOrNull(typed.Count), BidiSafe.CleanOrNull(typed.Note));
        if (title is null && count is null && note is null)
            return null;
        var number = 0;
        if (typed.Code is not null && !FilePage.Usual.Contains(typed.Code))
            wrong[$"c[{typed.Key}]"] = new Said("staff-files.page.unknown");
        else if (!int.TryParse(Digits.ToLatin(count ?? ""), NumberStyles.None, CultureInfo.InvariantCulture, out number) || number is < 1 or > FilePage.MostPieces)
            wrong[$"c[{typed.Key}]"] = new Said("staff-files.pieces.wrong", FilePage.MostPieces);
        if (typed.Code is null && title is null)
            wrong[$"t[{typed.Key}]"] = new Said("staff-files.page.needed");
        else if (title?.Length > FilePage.TitleLength)
            wrong[$"t[{typed.Key}]"] = new Said("staff-files.long", FilePage.TitleLength);
        if (note?.Length > FilePage.NoteLength)
            wrong[$"n[{typed.Key}]"] = new Said("staff-files.long", FilePage.NoteLength);
        return new FilePage { TransferId = transfer, Order = order, Code = typed.Code, Title = typed.Code is null ? title : null, Count = number, Note = note };
    }
}
