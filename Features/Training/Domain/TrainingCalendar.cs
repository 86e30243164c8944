using Massar.Features.Reference;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Training.Domain;

/// <summary>Why a day is not for training.</summary>
public enum KeptFor
{
    Exam,
    Entry,
    Holiday,
    Sunday,

    /// <summary>No calendar says anything of that day.</summary>
    Unknown,
}

/// <summary>Days kept for something else by a line of the calendar.</summary>
/// <param name="From">First day kept: for exams and the entry the Monday of the week.</param>
/// <param name="Until">Last day kept: the Sunday of the week.</param>
/// <param name="StartsOn">As the line itself says.</param>
public sealed record KeptSpan(KeptFor Why, DateOnly From, DateOnly Until, string NameAr, string NameFr, DateOnly StartsOn, DateOnly EndsOn);

/// <summary>
/// The days of the school years on which training may be held: not in a week with an exam or with the entry, not on holidays, not on a Sunday. Which lines are exams
/// and which are the entry is said by the settings <c>training.exam-lines</c> and <c>training.entry-lines</c>, codes of the list calendar.
/// </summary>
public sealed class TrainingCalendar(IReadOnlyList<KeptSpan> spans, IReadOnlySet<int> years)
{
    private const int Farthest = 200;

    public static async Task<TrainingCalendar> Of(MassarDb db, CancellationToken ct)
    {
        var figures = await YearFigures.Current(db, "training.", ct);
        var (exams, entries) = (Codes(figures.Text("exam-lines") ?? "local-exam-3ac regional-exam-1bac national-exam regional-exam-3ac"), Codes(figures.Text("entry-lines") ?? "staff-entry pupils-welcome courses-start"));
        var lines = await db.CalendarEntries.AsNoTracking().Where(c => c.Kind == "holiday" || exams.Contains(c.Code!) || entries.Contains(c.Code!)).OrderBy(c => c.StartsOn).ThenBy(c => c.Id).ToListAsync(ct);
        return new TrainingCalendar([.. lines.Select(Span)], lines.Select(l => l.SchoolYearId).ToHashSet());

        KeptSpan Span(CalendarEntry line)
        {
            var isWeek = line.Kind != "holiday";
            return new KeptSpan(!isWeek ? KeptFor.Holiday : exams.Contains(line.Code!) ? KeptFor.Exam : KeptFor.Entry,
                isWeek ? Monday(line.StartsOn) : line.StartsOn, isWeek ? Monday(line.EndsOn).AddDays(6) : line.EndsOn, line.NameAr, line.NameFr, line.StartsOn, line.EndsOn);
        }
    }

    /// <summary>What keeps the day; null where training may be held. An exam is named before a holiday of the same week, and the line of the day itself before others of the week.</summary>
    public KeptSpan? On(DateOnly day) =>
        spans.Where(s => s.From <= day && day <= s.Until).OrderBy(s => s.Why).ThenBy(s => s.StartsOn <= day && day <= s.EndsOn ? 0 : 1).FirstOrDefault()
        ?? (day.DayOfWeek == DayOfWeek.Sunday ? new KeptSpan(KeptFor.Sunday, day, day, "", "", day, day) : !years.Contains(ReferenceFiles.YearOf(day)) ? new KeptSpan(KeptFor.Unknown, day, day, "", "", day, day) : null);

    /// <summary>What is kept between two days, in order.</summary>
    public IEnumerable<KeptSpan> Between(DateOnly first, DateOnly last) => spans.Where(s => s.From <= last && first <= s.Until).OrderBy(s => s.From);

    /// <summary>As many days in a row, Sundays left out, from a day on; two proposals at most.</summary>
    public IReadOnlyList<IReadOnlyList<DateOnly>> NextFree(DateOnly from, int count)
    {
        var found = new List<IReadOnlyList<DateOnly>>();
        var run = new List<DateOnly>();
        for (var (day, tried) = (from, 0); tried < Farthest && found.Count < 2; day = day.AddDays(1), tried++)
        {
            if (day.DayOfWeek == DayOfWeek.Sunday)
                continue;
            if (On(day) is not null)
            {
                run = [];
                continue;
            }

            run.Add(day);
            if (run.Count < count)
                continue;
            found.Add(run);
            run = [];
        }

        return found;
    }

    /// <summary>The refusal of a day, with the line of the calendar.</summary>
    public static Said Refused(KeptSpan kept, DateOnly day) => kept.Why is KeptFor.Sunday or KeptFor.Unknown
        ? new Said($"training.kept.{kept.Why}", Formats.ShortDate(day))
        : new Said($"training.kept.{kept.Why}", Formats.ShortDate(day), kept.NameAr, kept.NameFr, Formats.ShortDate(kept.StartsOn), Formats.ShortDate(kept.EndsOn));

    private static string[] Codes(string setting) => setting.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}

/// <summary>Figures of the year's settings <c>training.*</c>.</summary>
/// <param name="PresentShare">Percent of the days for an attestation.</param>
/// <param name="AgainYears">Years in which nobody is trained twice on one theme.</param>
public sealed record TrainingFigures(int PresentShare, int AgainYears)
{
    public static async Task<TrainingFigures> Current(MassarDb db, CancellationToken ct)
    {
        var figures = await YearFigures.Current(db, "training.", ct);
        return new TrainingFigures(figures.Number("present-share", 80, 1, 100), figures.Number("again-years", 5, 0, 40));
    }

    /// <summary>So many days are enough.</summary>
    public bool IsEnough(int present, int days) => present > 0 && present * 100 >= PresentShare * days;
}
