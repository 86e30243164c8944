using Massar.Features.Messages.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Messages.ShowLetter;

public sealed record Query(long Id) : IQuery<Letter>;

/// <param name="Text">What was written; the same to everybody.</param>
/// <param name="Unreached">Pupils of whom nobody could be written to.</param>
/// <param name="MayTakeBack">Somebody has not read it yet.</param>
public sealed record Letter(
    long Id, int Version, DateTime At, string ClassName, string? SubjectAr, string? SubjectFr, bool IsWholeClass, string? Text, int Unreached, DateTime? TakenBackAt, bool MayTakeBack, IReadOnlyList<Line> Lines) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Lines.Select(l => l.PupilId).Distinct().Count();
}

/// <param name="IsOwn">Written to the pupil, who is of age.</param>
public sealed record Line(long Thread, long PupilId, string ChildAr, string ChildLatin, string ToAr, string ToLatin, bool IsOwn, bool IsSeen, bool IsAnswered, bool IsTakenBack);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Letter>
{
    private const int Most = 500;

    public async Task<Outcome<Letter>> Handle(Query query, CancellationToken ct)
    {
        var id = query.Id;
        var letter = await (
            from l in db.SchoolLetters.WrittenBy(user).Where(l => l.Id == id)
            join c in db.Classes on l.ClassId equals c.Id
            join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode, SubjectCode = l.SubjectCode! } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode } into plans
            from plan in plans.DefaultIfEmpty()
            select new { Letter = l, c.Name, plan.NameAr, plan.NameFr, Text = db.ThreadLines.Where(t => t.What == "written" && db.FamilyThreads.Any(f => f.Id == t.ThreadId && f.LetterId == l.Id)).Select(t => t.Text).FirstOrDefault() })
            .AsNoTracking().SingleOrDefaultAsync(ct);
        if (letter is null)
            return Refusal.NotFound;
        var lines = await (
            from t in db.FamilyThreads.ReadableBy(user, db, MoroccanDay.Today(clock))
            where t.LetterId == id
            join p in db.Pupils on t.PupilId equals p.Id
            join g in db.Guardians on t.GuardianId equals (long?)g.Id into guardians
            from g in guardians.DefaultIfEmpty()
            orderby p.LastNameAr, p.FirstNameAr, p.Id, t.Id
            select new Line(t.Id, p.Id, p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin,
                t.GuardianId == null ? p.LastNameAr + " " + p.FirstNameAr : g.LastNameAr + " " + g.FirstNameAr, t.GuardianId == null ? p.LastNameLatin + " " + p.FirstNameLatin : g.LastNameLatin + " " + g.FirstNameLatin,
                t.GuardianId == null, t.SeenAt != null, t.Round > 0, t.TakenBackAt != null)).Take(Most).AsNoTracking().ToListAsync(ct);
        // Who no longer has the class, or the place, reads nothing more of it.
        if (lines.Count == 0)
            return Refusal.NotFound;
        return new Letter(id, letter.Letter.Version, letter.Letter.At, letter.Name, letter.NameAr, letter.NameFr, letter.Letter.PupilId is null, letter.Text, letter.Letter.Unreached, letter.Letter.TakenBackAt,
            letter.Letter.TakenBackAt is null && lines.Exists(l => !l.IsSeen && !l.IsAnswered && !l.IsTakenBack), lines);
    }
}
