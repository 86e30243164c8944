using System.Text.Json;
using Massar.Features.PrintKits.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.ReportCards.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.PrintKits.AskKit;

public sealed record Query : IQuery<Choice>;

/// <param name="Seasons">Those whose papers the reader may print, with the classes that have some.</param>
/// <param name="Kits">Of the whole school, the latest first.</param>
public sealed record Choice(int Year, IReadOnlyList<SeasonLine> Seasons, IReadOnlyList<KitLine> Kits);

/// <param name="OfSchool">The papers of all classes may be ordered as one file.</param>
public sealed record SeasonLine(Season Season, string Code, bool OfSchool, IReadOnlyList<ClassLine> Classes);

public sealed record ClassLine(int Id, string Name);

public sealed record KitLine(long Id, Season Season, DateTime AskedAt, int? Pages);

public sealed record Command(string Season, int? Class) : ICommand<Started>;

/// <param name="Kit">Of the whole school; null for a class, whose file is drawn when it is fetched.</param>
/// <param name="Job">The background work to watch.</param>
/// <param name="File">Where the file of a class is.</param>
public sealed record Started(long? Kit, long? Job, string? File);

public sealed class Handler(MassarDb db, CurrentUser user, KitReader reader, WorkDesk work, TimeProvider clock) : IQueryHandler<Query, Choice>, ICommandHandler<Command, Started>
{
    /// <summary>Orders of one account that are not done yet.</summary>
    private const int MostOpen = 3;

    public async Task<Outcome<Choice>> Handle(Query request, CancellationToken cancellationToken)
    {
        var place = user.PlaceId;
        var classes = await (
            from c in db.Classes
            where c.SchoolId == place && db.SchoolYears.Any(y => y.Id == c.SchoolYearId && y.IsCurrent)
            join level in db.Levels on c.LevelCode equals level.Code
            orderby level.Order, c.Name
            select new { c.Id, c.Name, c.SchoolYearId, HasExam = level.CertifyingExam != null, HasMarks = level.MarkScale != null, Signed = db.Councils.Where(x => x.ClassId == c.Id && x.State == CouncilState.Signed).Select(x => x.Semester).ToList() }).AsNoTracking().AsSingleQuery().ToListAsync(cancellationToken);
        var kits = await db.PrintKits.At(user).AsNoTracking().OrderByDescending(k => k.AskedAt).ThenByDescending(k => k.Id).Take(10).Select(k => new KitLine(k.Id, k.Season, k.AskedAt, k.Pages)).ToListAsync(cancellationToken);
        return new Choice(classes.Count > 0 ? classes[0].SchoolYearId : 0,
        [
            .. Seasons.All.Where(s => Seasons.MayPrint(user, s))
                .Select(s => new SeasonLine(s, Seasons.Code(s), Seasons.MayPrintSchool(user, s), [.. classes.Where(c => s == Season.Exam ? c.HasExam : Seasons.SemesterOf(s) is not { } semester || (c.HasMarks && (!Seasons.OnlySigned(user) || c.Signed.Contains(semester)))).Select(c => new ClassLine(c.Id, c.Name))]))
                .Where(s => s.Classes.Count > 0),
        ], [.. kits.Where(k => Seasons.MayPrintSchool(user, k.Season))]);
    }

    public async Task<Outcome<Started>> Handle(Command command, CancellationToken ct)
    {
        if (Seasons.Read(command.Season) is not { } season) return Refusal.Invalid("Season", "print-kits.season.choose");
        if (!Seasons.MayPrint(user, season)) return Refusal.Forbidden;
        var year = await db.CurrentYear(ct);
        var classes = reader.Classes(user.PlaceId, year, season, Seasons.OnlySigned(user));
        if (command.Class is { } id)
            return await classes.AnyAsync(c => c.Id == id, ct) ? new Started(null, null, Links.ClassFile(season, id)) : Refusal.NotFound;
        if (!Seasons.MayPrintSchool(user, season)) return Refusal.Invalid("Class", "print-kits.class.choose");
        if (!await classes.AnyAsync(ct)) return Refusal.Conflict("print-kits.none").Next("print-kits.none.next");

        var me = user.AccountId;
        // Two orders at once are counted one after the other.
        _ = await db.Accounts.Where(a => a.Id == me).Select(a => a.Id).ForUpdate().SingleAsync(ct);
        if (await db.WorkItems.CountAsync(w => w.Kind == MakeKit.Kind && w.AccountId == me && (w.State == WorkState.Waiting || w.State == WorkState.Running), ct) >= MostOpen)
            return Refusal.Conflict("print-kits.many").Next("print-kits.many.next");
        var kit = new PrintKit { SchoolId = user.PlaceId, SchoolYearId = year, Season = season, AskedByAccountId = me, AskedAt = clock.GetUtcNow().UtcDateTime };
        db.PrintKits.Add(kit);
        await db.SaveChangesAsync(ct);
        var item = work.Queue<MakeKit>(PrintKit.WorkKey(kit.Id), JsonSerializer.Serialize(kit.Id));
        await db.SaveChangesAsync(ct);
        return new Started(kit.Id, item.Id, null);
    }
}
