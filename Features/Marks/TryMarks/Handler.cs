using System.Globalization;
using Massar.Features.Marks.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.TryMarks;

/// <param name="Child">A child of the guardian; null for the pupil's own.</param>
/// <param name="Typed">Marks as typed, by subject and test (MATH.2); what is not named is as published.</param>
public sealed record Query(long? Child, int? Year, int? Semester, IReadOnlyDictionary<string, string> Typed) : IQuery<Trial>;

/// <param name="Shown">Null when nothing is out yet.</param>
/// <param name="Real">The semester's average of what is out.</param>
/// <param name="Tried">What it would be; null where a mark is wrong.</param>
public sealed record Trial(long? Child, string? NameAr, string? NameLatin, Term? Shown, IReadOnlyList<TriedSubject> Subjects, decimal? Real, decimal? Tried)
{
    public bool IsWrong => Subjects.Any(s => s.Cells.Any(c => c.IsWrong));
}

public sealed record TriedSubject(string Code, string SubjectAr, string SubjectFr, decimal Coefficient, int Scale, decimal? Real, decimal? Tried, IReadOnlyList<TriedCell> Cells);

/// <param name="Number">1, 2, 3 …; <see cref="Assessment.Activities"/> for the integrated activities.</param>
/// <param name="IsOut">Published; otherwise still to come.</param>
public sealed record TriedCell(int Number, string Typed, bool IsOut, bool IsWrong);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Trial>
{
    public async Task<Outcome<Trial>> Handle(Query request, CancellationToken cancellationToken)
    {
        (string? ar, string? latin) = (null, null);
        if (request.Child is { } id)
        {
            var child = await (
                from g in db.Guardianships.OfGuardian(user, MoroccanDay.Today(clock))
                where g.PupilId == id
                join p in db.Pupils on g.PupilId equals p.Id
                select new { Ar = p.LastNameAr + " " + p.FirstNameAr, Latin = p.LastNameLatin + " " + p.FirstNameLatin }).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
            if (child is null) return Refusal.NotFound;
            (ar, latin) = (child.Ar, child.Latin);
        }
        else if (user.PupilId is null)
        {
            return Refusal.NotFound;
        }

        var results = await PublishedMarks.Of(db, request.Child ?? user.PupilId!.Value, request.Child is null ? MarkAudience.Pupils : MarkAudience.Guardians, request.Year, request.Semester, cancellationToken);
        List<TriedSubject> subjects = [.. results.Subjects.Select(s => Try(s, request.Typed))];
        var formulas = results.Subjects.Select(s => s.FormulaVersion).Distinct().ToList();
        var rounding = formulas.Count == 1 ? Averages.RoundingOf(formulas[0]) : Rounding.HalfUp;
        var isWrong = subjects.Exists(s => s.Cells.Any(c => c.IsWrong));
        return new Trial(request.Child, ar, latin, results.Shown, subjects, results.Average, isWrong ? null : Averages.OfSemester(subjects.Select(s => (s.Tried, s.Coefficient)), rounding));
    }

    // The same rule as the published average: every test of the subject, the activities by their share, one rounding.
    private static TriedSubject Try(SubjectResult subject, IReadOnlyDictionary<string, string> typed)
    {
        var outs = subject.Tests.ToDictionary(t => t.Number, t => t.Value);
        var numbers = outs.Keys.ToList();
        if (!subject.IsComplete)
        {
            numbers.Add(outs.Keys.Where(n => n != Assessment.Activities).DefaultIfEmpty(0).Max() + 1);
            if (subject.Share > 0 && !outs.ContainsKey(Assessment.Activities)) numbers.Add(Assessment.Activities);
        }

        var (cells, values) = (new List<TriedCell>(), new Dictionary<int, CellValue>());
        foreach (var number in numbers.Order())
        {
            var (isOut, published) = (outs.TryGetValue(number, out var value), value);
            var text = typed.TryGetValue(string.Create(CultureInfo.InvariantCulture, $"{subject.Subject}.{number}"), out var said) ? BidiSafe.Clean(said, CellValue.MaxTyped) : isOut ? published.Plain.Replace('.', ',') : "";
            var isWrong = CellValue.Read(text, subject.Scale, out var tried) != CellProblem.None;
            cells.Add(new TriedCell(number, text, isOut, isWrong));
            values[number] = tried;
        }

        var average = cells.Exists(c => c.IsWrong) ? null
            : Averages.OfSubject(values.Where(v => v.Key != Assessment.Activities).Select(v => v.Value), values.GetValueOrDefault(Assessment.Activities, CellValue.Empty), subject.Share, Averages.RoundingOf(subject.FormulaVersion));
        return new TriedSubject(subject.Subject, subject.SubjectAr, subject.SubjectFr, subject.Coefficient, subject.Scale, subject.Average, average, cells);
    }
}
