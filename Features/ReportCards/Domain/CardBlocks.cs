using Massar.Features.Deadlines.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;

namespace Massar.Features.ReportCards.Domain;

/// <summary>Councils not held or not signed, and classes whose cards are not all issued. They block until the calendar's windows "councils-…" and "cards-…" end.</summary>
public sealed class CardBlocks(MassarDb db, CurrentUser user) : IBlocks
{
    private const string AppealDays = "escalations.council-appeals-days";

    private const int NotHeld = 0, Open = 1, Unsigned = 2;

    public IReadOnlyList<string> Settings => [AppealDays];

    public IEnumerable<BlockKind> Kinds(BlockFrame frame)
    {
        var days = frame.Number(AppealDays, 5);
        yield return new BlockKind("council-appeals", "report-cards.blocks.appeals", Permissions.Hold, kind => Appeals(frame, kind), m => Links.AppealCase(m.Id))
        {
            Clock = day => WorkingDays.After(day, days),
            Says = m => m.Number == 1 ? "report-cards.blocks.appeals.seized" : "report-cards.blocks.appeals.asked",
        };
        foreach (var semester in (int[])[1, 2])
        {
            if (frame.Begun($"councils-s{semester}") is { } councils)
                yield return new BlockKind($"councils-s{semester}", "report-cards.blocks.councils", Permissions.Hold, kind => Councils(frame, semester, kind), m => Links.Council(m.ClassId ?? 0, semester))
                {
                    Window = councils,
                    Semester = semester,
                    Says = m => m.Number switch { Open => "report-cards.blocks.in-session", Unsigned => "report-cards.blocks.unsigned", _ => "report-cards.blocks.not-held" },
                };
            if (frame.Begun($"cards-s{semester}") is { } cards)
                yield return new BlockKind($"cards-s{semester}", "report-cards.blocks.cards", Permissions.Issue, kind => Cards(frame, semester, kind), m => Links.Empty(m.ClassId ?? 0, semester))
                { Window = cards, Semester = semester, Turn = BlockTurn.Desk, Says = _ => "report-cards.blocks.cards.says" };
        }
    }

    // Those of the reader's own children wait for somebody else.
    private IQueryable<Block> Appeals(BlockFrame frame, int kind)
    {
        var own = db.Guardianships.OfPerson(user, db);
        return
            from a in db.CouncilAppeals
            where frame.Own.Contains(a.SchoolId) && (a.State == AppealState.Asked || a.State == AppealState.Seized) && !own.Any(g => g.PupilId == a.PupilId)
            join k in db.Councils on a.CouncilId equals k.Id
            select new Block { Kind = kind, SchoolId = a.SchoolId, Id = a.Id, ClassId = k.ClassId, PlanId = null, EmployeeId = null, PupilId = a.PupilId, Number = a.State == AppealState.Seized ? 1 : 0, Since = a.AskedAt, SinceDay = null, DueOn = null };
    }

    // Preschool is observed and has no council; neither has a class nobody sits in.
    private IQueryable<Block> Councils(BlockFrame frame, int semester, int kind) =>
        from c in db.Classes
        where frame.Own.Contains(c.SchoolId) && c.SchoolYearId == frame.Year && db.Levels.Any(l => l.Code == c.LevelCode && l.MarkScale != null)
            && db.Enrollments.Any(e => e.ClassId == c.Id && e.State == EnrollmentState.Active && frame.Own.Contains(e.SchoolId) && e.SchoolYearId == frame.Year)
        join k in db.Councils.Where(k => k.Semester == semester) on c.Id equals k.ClassId into some
        from k in some.DefaultIfEmpty()
        where k == null || k.State != CouncilState.Signed
        select new Block
        {
            Kind = kind,
            SchoolId = c.SchoolId,
            Id = c.Id,
            ClassId = c.Id,
            PlanId = null,
            EmployeeId = null,
            PupilId = null,
            Number = k.State == CouncilState.Decided ? Unsigned : k.State == CouncilState.InSession ? Open : NotHeld,
            Since = k.DecidedAt,
            SinceDay = null,
            DueOn = null,
        };

    private IQueryable<Block> Cards(BlockFrame frame, int semester, int kind) =>
        from k in db.Councils
        where frame.Own.Contains(k.SchoolId) && k.SchoolYearId == frame.Year && k.Semester == semester && k.State == CouncilState.Signed
        let left = db.CouncilLines.Count(l => l.CouncilId == k.Id) - db.ReportCards.Count(r => r.ClassId == k.ClassId && r.Semester == semester && r.DocumentId != null)
        where left > 0
        select new Block { Kind = kind, SchoolId = k.SchoolId, Id = k.Id, ClassId = k.ClassId, PlanId = null, EmployeeId = null, PupilId = null, Number = left, Since = k.DecidedAt, SinceDay = null, DueOn = null };
}
