using System.Text.Json.Serialization;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Enrollments.ImportPupils;

public sealed record Query(int? Page, bool IsWhole) : IQuery<Listed>;

/// <summary>The school's lists, the newest first.</summary>
public sealed record Listed(IReadOnlyList<Line> Lines, int Page, int Pages, int Total);

/// <param name="IsOld">Waited too long; its rows are gone.</param>
public sealed record Line(int Id, string FileName, string ByAr, string ByLatin, DateTime SentAt, ImportState State, DateTime? DoneAt, int Rows, int Created, int Enrolled, int Seated, int Moved, ImportSource Source, bool IsOld)
{
    public string Shown => IsOld ? "Old" : State.ToString();
}

/// <summary>What the empty list offers to choose from.</summary>
public sealed record ModelQuery : IQuery<Model>;

public sealed record Model(IReadOnlyList<ClassOffer> Classes);

public sealed record ClassOffer(string Name, string LevelAr, string LevelFr, string? StreamAr, string? StreamFr);

/// <summary>Takes a list in after reading it: a dangerous or unreadable file is not kept, and nothing is written to any pupil's file.</summary>
public sealed record Command(string FileName, [property: JsonIgnore] byte[] File) : ICommand<Sent>
{
    /// <summary>Tells two files apart where the same form is sent twice.</summary>
    public string Hash => Fingerprint.Of(File);
}

public sealed record Sent(int Import);

public sealed class Handler(MassarDb db, ImportDesk desk, CurrentUser user, ImportLimits limits, TimeProvider clock)
    : IQueryHandler<Query, Listed>, IQueryHandler<ModelQuery, Model>, ICommandHandler<Command, Sent>
{
    private const int PageSize = 20;
    private const int Most = 2_000;

    public async Task<Outcome<Listed>> Handle(Query request, CancellationToken cancellationToken)
    {
        var imports = db.PupilImports.At(user);
        var total = await imports.CountAsync(cancellationToken);
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        var page = Math.Clamp(request.Page ?? 1, 1, pages);
        var old = clock.GetUtcNow().UtcDateTime - PupilImport.Patience;
        var lines = await (
            from i in imports
            join a in db.Accounts on i.ByAccountId equals a.Id
            orderby i.SentAt descending, i.Id descending
            select new Line(i.Id, i.FileName, a.NameAr, a.NameLatin, i.SentAt, i.State, i.DoneAt, i.Rows, i.Created, i.Enrolled, i.Seated, i.Moved, i.Source, (i.State == ImportState.Waiting || i.State == ImportState.Invalid) && i.SentAt < old))
            .AsNoTracking().Skip(request.IsWhole ? 0 : (page - 1) * PageSize).Take(request.IsWhole ? Most : PageSize).ToListAsync(cancellationToken);
        return new Listed(lines, page, pages, total);
    }

    public async Task<Outcome<Model>> Handle(ModelQuery request, CancellationToken cancellationToken)
    {
        var place = user.PlaceId;
        return new Model(await (
            from c in db.Classes
            where c.SchoolId == place && db.SchoolYears.Any(y => y.Id == c.SchoolYearId && y.IsCurrent)
            join level in db.Levels on c.LevelCode equals level.Code
            join stream in db.StudyStreams on c.StreamCode equals stream.Code into streams
            from stream in streams.DefaultIfEmpty()
            orderby level.Order, c.StreamCode, c.Name.Length, c.Name
            select new ClassOffer(c.Name, level.NameAr, level.NameFr, stream.NameAr, stream.NameFr)).ToListAsync(cancellationToken));
    }

    public async Task<Outcome<Sent>> Handle(Command command, CancellationToken cancellationToken)
    {
        if (!await db.Schools.Open().AnyAsync(s => s.Id == user.PlaceId, cancellationToken)) return Refusal.NotFound;
        if (command.File.Length == 0) return Refusal.Invalid("File", "ui.list.file.none");
        if (limits.Spend(user.AccountId) is { } wait) return Refusal.TooMany(wait);
        if (ImportColumns.Read(command.File, out var refusal) is not { } reading) return refusal!;

        var now = clock.GetUtcNow().UtcDateTime;
        var import = new PupilImport
        {
            SchoolId = user.PlaceId,
            SchoolYearId = await db.CurrentYear(cancellationToken),
            ByAccountId = user.AccountId,
            FileName = BidiSafe.Clean(command.FileName, PupilImport.NameLength),
            FileHash = reading.Hash,
            ReadAs = reading.ReadAs,
            Ignored = reading.Ignored,
            SentAt = now,
            CheckedAt = now,
            Rows = reading.Rows.Count,
        };
        if (await desk.TakeIn(import, reading.Rows, user, cancellationToken) is { } tooMany) return tooMany;
        return new Sent(import.Id);
    }
}
