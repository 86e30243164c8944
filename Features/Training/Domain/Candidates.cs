using Massar.Features.Employees.Domain;
using Massar.Features.Leaves.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Training.Domain;

/// <summary>Why somebody of the target is not chosen.</summary>
public enum LeftOut
{
    /// <summary>Gives it.</summary>
    Trainer,

    /// <summary>Was trained on the theme within the years of the setting.</summary>
    Trained,

    /// <summary>Is on leave on one of its days.</summary>
    OnLeave,

    /// <summary>Is called to another session on one of its days.</summary>
    Elsewhere,
}

/// <summary>Somebody of the target of a session.</summary>
/// <param name="Sessions">Sessions he has been to.</param>
/// <param name="Out">Why he is left out; null for who may be chosen.</param>
public sealed record Candidate(long Employee, string Ppr, string NameAr, string NameLatin, int PlaceId, string PlacePath, string PlaceAr, string PlaceFr, int Sessions, LeftOut? Out);

/// <summary>What a choice is narrowed by, besides the target of the session.</summary>
/// <param name="School">A piece of a school's name, or its code.</param>
/// <param name="Words">A name in either script, or a PPR.</param>
public sealed record CandidateFilter(string? School, string? Words);

/// <summary>Who may be chosen for a session, by the rule: of the target, not trained on the theme before, not on leave, not at two sessions at once. Who was trained least comes first.</summary>
public static class Candidates
{
    /// <summary>More are not read at once; the filter narrows.</summary>
    public const int Most = 400;

    /// <param name="user">Whose territory they are of; not asked for where they are seated already.</param>
    /// <param name="only">Of these employees alone; null for all.</param>
    /// <param name="isSeated">Those who are chosen already, to look at them again; otherwise those who are not.</param>
    public static async Task<List<Candidate>> Of(MassarDb db, CurrentUser? user, TrainingSession session, CandidateFilter filter, IReadOnlyCollection<long>? only, bool isSeated, TrainingFigures figures, CancellationToken ct)
    {
        var (id, theme, trainer, first, last) = (session.Id, session.ThemeKey, session.TrainerId ?? 0, session.StartsOn, session.EndsOn);
        var since = first.AddYears(-figures.AgainYears);
        var held = session.PlacePath;
        var staff = isSeated
            ? db.Employees.Where(e => db.TrainingSeats.Any(t => t.SessionId == id && t.EmployeeId == e.Id && t.State == SeatState.Chosen))
            : db.Employees.InReachOf(user!).Where(e => e.PlacePath.StartsWith(held) && !db.TrainingSeats.Any(t => t.SessionId == id && t.EmployeeId == e.Id));
        if (!isSeated && session.GradeCode is { } grade)
            staff = staff.Where(e => e.GradeCode == grade);
        if (!isSeated && (session.SubjectCode is not null || session.CycleCode is not null))
        {
            var (subject, cycle) = (session.SubjectCode, session.CycleCode);
            var taught = db.TeachingAssignments.Where(t => t.StartsOn <= last && (t.EndsOn == null || t.EndsOn >= first) && (subject == null || t.SubjectCode == subject)
                && (cycle == null || db.Classes.Any(c => c.Id == t.ClassId && db.Levels.Any(l => l.Code == c.LevelCode && l.CycleCode == cycle))));
            staff = staff.Where(e => taught.Any(t => t.EmployeeId == e.Id));
        }

        if (BidiSafe.CleanOrNull(filter.School) is { } school)
            staff = staff.Where(e => db.Places.Any(p => p.Id == e.PlaceId && (p.NameAr.Contains(school) || p.NameFr.Contains(school) || p.Code == school || db.Schools.Any(s => s.Id == p.Id && s.GresaCode == school))));
        var words = BidiSafe.Clean(filter.Words);
        staff = Employee.IsPpr(words) ? staff.Where(e => e.Ppr == words) : staff.NamedLike(e => e.SearchKey, words);
        if (only is not null)
            staff = staff.Where(e => only.Contains(e.Id));

        var (away, days) = (db.Leaves.Away(), db.TrainingDays.Where(d => d.SessionId == id));
        var rows = await (
            from e in staff
            join place in db.Places on e.PlaceId equals place.Id
            select new
            {
                e.Id,
                e.Ppr,
                e.LastNameAr,
                e.FirstNameAr,
                e.LastNameLatin,
                e.FirstNameLatin,
                e.PlaceId,
                e.PlacePath,
                place.NameAr,
                place.NameFr,
                Sessions = db.TrainingSeats.Count(t => t.EmployeeId == e.Id && t.PresentDays > 0),
                IsTrained = db.TrainingSeats.Any(t => t.EmployeeId == e.Id && t.PresentDays > 0 && db.TrainingSessions.Any(s => s.Id == t.SessionId && s.ThemeKey == theme && s.StartsOn >= since)),
                IsAway = away.Any(l => l.EmployeeId == e.Id && l.StartsOn <= last && l.EndsOn >= first && days.Any(d => l.StartsOn <= d.Day && l.EndsOn >= d.Day && (l.ReturnedOn == null || d.Day < l.ReturnedOn))),
                IsElsewhere = db.TrainingSeats.Any(t => t.EmployeeId == e.Id && (t.State == SeatState.Chosen || t.State == SeatState.Summoned || t.State == SeatState.Asked)
                    && db.TrainingDays.Any(o => o.SessionId == t.SessionId && o.SessionId != id && days.Any(d => d.Day == o.Day))),
            }).AsNoTracking().OrderBy(r => r.Sessions).ThenBy(r => r.LastNameAr).ThenBy(r => r.FirstNameAr).ThenBy(r => r.Id).Take(Most).ToListAsync(ct);
        return [.. rows.Select(r => new Candidate(r.Id, r.Ppr, $"{r.LastNameAr} {r.FirstNameAr}", $"{r.LastNameLatin} {r.FirstNameLatin}", r.PlaceId, r.PlacePath, r.NameAr, r.NameFr, r.Sessions,
            r.Id == trainer ? LeftOut.Trainer : r.IsTrained ? LeftOut.Trained : r.IsAway ? LeftOut.OnLeave : r.IsElsewhere ? LeftOut.Elsewhere : null))];
    }
}
