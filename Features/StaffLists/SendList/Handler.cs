using System.Text.Json;
using System.Text.Json.Serialization;
using Massar.Features.StaffLists.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffLists.SendList;

public sealed record Query(int? Page, bool IsWhole) : IQuery<Listed>;

/// <summary>The office's lists, the newest first.</summary>
public sealed record Listed(IReadOnlyList<Line> Lines, int Page, int Pages, int Total);

/// <param name="IsOld">Waited too long; its rows are gone.</param>
public sealed record Line(int Id, string FileName, string Source, string ByAr, string ByLatin, DateTime SentAt, StaffListState State, DateTime? DoneAt, int Rows, int Created, int Changed, bool IsOld)
{
    public string Shown => IsOld ? "Old" : State.ToString();
}

/// <summary>What the empty list offers to choose from.</summary>
public sealed record ModelQuery : IQuery<Model>;

public sealed record Model(IReadOnlyList<Choice> Grades, IReadOnlyList<Choice> Positions, IReadOnlyList<Choice> Disciplines);

public sealed record Choice(string Code, string NameAr, string NameFr, string Echelle);

/// <summary>Takes a list in after reading it: a dangerous or unreadable file is not kept, and nothing is written to anybody's file.</summary>
public sealed record Command(string FileName, string Source, [property: JsonIgnore] byte[] File) : ICommand<Sent>
{
    /// <summary>Tells two files apart where the same form is sent twice.</summary>
    public string Hash => Fingerprint.Of(File);
}

public sealed record Sent(int List);

public sealed class Handler(MassarDb db, StaffListDesk desk, CurrentUser user, StaffListLimits limits, TimeProvider clock)
    : IQueryHandler<Query, Listed>, IQueryHandler<ModelQuery, Model>, ICommandHandler<Command, Sent>
{
    private const int PageSize = 20;
    private const int Most = 2_000;

    public async Task<Outcome<Listed>> Handle(Query query, CancellationToken ct)
    {
        var lists = db.StaffLists.At(user);
        var total = await lists.CountAsync(ct);
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        var page = Math.Clamp(query.Page ?? 1, 1, pages);
        var old = clock.GetUtcNow().UtcDateTime - StaffList.Patience;
        var lines = await (
            from l in lists
            join a in db.Accounts on l.ByAccountId equals a.Id
            orderby l.SentAt descending, l.Id descending
            select new Line(l.Id, l.FileName, l.Source, a.NameAr, a.NameLatin, l.SentAt, l.State, l.DoneAt, l.Rows, l.Created, l.Changed, l.State == StaffListState.Waiting && l.SentAt < old))
            .AsNoTracking().Skip(query.IsWhole ? 0 : (page - 1) * PageSize).Take(query.IsWhole ? Most : PageSize).ToListAsync(ct);
        return new Listed(lines, page, pages, total);
    }

    public async Task<Outcome<Model>> Handle(ModelQuery query, CancellationToken ct)
    {
        var lists = await db.Nomenclatures.AsNoTracking().Where(n => n.List == "positions" || n.List == "disciplines").OrderBy(n => n.Order).ToListAsync(ct);
        return new Model(
            await db.StaffGrades.Where(g => db.EchelonSteps.Any(s => s.Echelle == g.Echelle)).OrderBy(g => g.Code).Select(g => new Choice(g.Code, g.CadreAr + " " + g.GradeAr, g.CadreFr + " " + g.GradeFr, g.Echelle)).ToListAsync(ct),
            [.. lists.Where(n => n.List == "positions" && !n.Code.StartsWith("LEFT_", StringComparison.Ordinal)).Select(n => new Choice(n.Code, n.NameAr, n.NameFr, ""))],
            [.. lists.Where(n => n.List == "disciplines").Select(n => new Choice(n.Code, n.NameAr, n.NameFr, ""))]);
    }

    public async Task<Outcome<Sent>> Handle(Command command, CancellationToken ct)
    {
        if (BidiSafe.Clean(command.Source) is not { Length: > 0 and <= StaffList.SourceLength } source) return Refusal.Invalid("Source", "staff-lists.source.needed", StaffList.SourceLength);
        if (command.File.Length == 0) return Refusal.Invalid("File", "ui.list.file.none");
        if (limits.Spend(user.AccountId) is { } wait) return Refusal.TooMany(wait);
        if (StaffColumns.Read(command.File, out var refusal) is not { } reading) return refusal!;

        var now = clock.GetUtcNow().UtcDateTime;
        var list = new StaffList
        {
            PlaceId = user.PlaceId,
            PlacePath = user.PlacePath,
            ByAccountId = user.AccountId,
            FileName = BidiSafe.Clean(command.FileName, StaffList.NameLength),
            Source = source,
            FileHash = reading.Hash,
            ReadAs = reading.ReadAs,
            Ignored = reading.Ignored,
            SentAt = now,
            CheckedAt = now,
            Rows = reading.Rows.Count,
        };
        db.StaffLists.Add(list);
        await db.SaveChangesAsync(ct);
        var rows = reading.Rows.Select(r => new StaffListRow { ListId = list.Id, Number = r.Number, Typed = JsonSerializer.Serialize(r.Cells), Fate = StaffFate.Refused }).ToList();
        if (await desk.Check(list, rows, user, ct) is { } tooMany) return tooMany;
        db.StaffListRows.AddRange(rows);
        await db.SaveChangesAsync(ct);
        return new Sent(list.Id);
    }
}
