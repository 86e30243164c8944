using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;

namespace Massar.Features.ReportCards.Domain;

/// <summary>What is wrong in a report that was brought back.</summary>
/// <param name="Cell">J14; null where it is the file as a whole.</param>
public sealed record ReportProblem(string? Cell, Said Why);

/// <summary>What a report that was brought back would write of one pupil.</summary>
/// <param name="OldDecision">Codes; null for none.</param>
/// <param name="IsNew">The council has written nothing of the pupil yet: what the rules propose stands where the report says nothing.</param>
public sealed record ReportChange(
    long PupilId, int Row, string MassarCode, string NameAr, string NameLatin, string? OldDecision, string? NewDecision, string? OldHonour, string? NewHonour, string? OldRemark, string? NewRemark, bool IsNew);

/// <summary>
/// The filled report of a council against the class as it stands now. Whatever does not fit is named by its cell, and while anything is
/// named nothing of the file is taken: an old list, an average of yesterday or a word nobody knows is for people to mend.
/// </summary>
/// <param name="LeftEmpty">Pupils of whom the file says nothing: what stands of them stays.</param>
public sealed record CouncilBookReading(IReadOnlyList<ReportChange> Changes, IReadOnlyList<ReportProblem> Problems, int Unchanged, int LeftEmpty)
{
    private const int Columns = 24;
    private const int MostProblems = 60;

    /// <summary>Changes whenever what would be written does, and whenever what it would replace does.</summary>
    public string Fingerprint => Infrastructure.Security.Fingerprint.Of(string.Join('\n', Changes.Select(c =>
        $"{c.PupilId};{c.OldDecision};{c.NewDecision};{c.OldHonour};{c.NewHonour};{c.OldRemark?.Length};{c.OldRemark};{c.NewRemark};{c.IsNew}")));

    public static CouncilBookReading Of(Workbook book, CouncilRoom room)
    {
        var head = room.Class.Head;
        var problems = new List<ReportProblem>();
        if ((book.Find(CouncilBook.SheetName) ?? (book.Sheets.Count > 0 ? book.Sheets[0] : null)) is not { } sheet || !sheet[2, 5].Text.Contains(CouncilBook.Signature, StringComparison.Ordinal))
            return Wrong("report-cards.import.not-a-report");
        if (Plain(sheet[7, 10].Text) != Plain(head.ClassName)) return Wrong("report-cards.import.other-class", "J7", sheet[7, 10].Text, head.ClassName);
        if (Plain(sheet[7, 3].Text) != Plain(head.SchoolAr)) return Wrong("report-cards.import.other-school", "C7", sheet[7, 3].Text, head.SchoolAr);
        if (Plain(sheet[5, 11].Text) != Formats.SchoolYear(head.YearId)) return Wrong("report-cards.import.other-year", "K5", sheet[5, 11].Text, Formats.SchoolYear(head.YearId));

        var (code, first, second, annual) = (ColumnOf(CouncilBook.CodeHead), ColumnOf(CouncilBook.FirstHead), ColumnOf(CouncilBook.SecondHead), ColumnOf(CouncilBook.AnnualHead));
        var (decision, honour, remark) = (ColumnOf(CouncilBook.DecisionHead), ColumnOf(CouncilBook.HonourHead), ColumnOf(CouncilBook.RemarkHead));
        foreach (var (column, name) in ((int, string)[])[(code, CouncilBook.CodeHead), (first, CouncilBook.FirstHead), (second, CouncilBook.SecondHead), (decision, CouncilBook.DecisionHead)])
            if (column == 0) return Wrong("report-cards.import.no-column", null, name);

        var byCode = room.Class.Pupils.ToDictionary(p => p.MassarCode, StringComparer.OrdinalIgnoreCase);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var changes = new List<ReportChange>();
        var (unchanged, empty) = (0, 0);
        for (var row = CouncilBook.FirstRow; row <= sheet.RowCount; row++)
        {
            var typed = sheet[row, code].Text;
            if (typed.Length == 0)
            {
                if (Enumerable.Range(1, Columns).Any(c => !sheet[row, c].IsEmpty)) Problem(row, code, "report-cards.import.no-code");
                continue;
            }

            if (!byCode.TryGetValue(typed, out var pupil))
            {
                Problem(row, code, "report-cards.import.not-in-class", typed);
                continue;
            }

            if (!seen.Add(pupil.MassarCode))
            {
                Problem(row, code, "report-cards.import.twice", typed);
                continue;
            }

            if (Plain(sheet[row, 3].Text) != Plain(pupil.NameAr)) Problem(row, 3, "report-cards.import.other-name", sheet[row, 3].Text, pupil.NameAr);
            Figure(row, first, head.Semester == 1 ? pupil.Average : pupil.First);
            Figure(row, second, head.Semester == 1 ? null : pupil.Average);
            if (annual > 0) Figure(row, annual, pupil.Annual);

            var line = room.Lines[pupil.PupilId];
            var (newDecision, newHonour, newRemark) = (line.Decision, line.Honour, line.Remark);
            var says = false;
            if (sheet[row, decision] is { IsEmpty: false } said)
            {
                says = true;
                if (head.Semester != 2) Problem(row, decision, "report-cards.import.decision-year");
                else if (TermOf(room.Terms.Decisions, said.Text) is { } term) newDecision = term.Code;
                else Problem(row, decision, "report-cards.import.unknown-decision", said.Text, string.Join('،', room.Terms.Decisions.Select(d => $" {d.NameAr}")).Trim());
            }

            if (honour > 0 && sheet[row, honour] is { IsEmpty: false } word)
            {
                says = true;
                if (TermOf(room.Terms.Honours, word.Text) is { } term) newHonour = term.Code;
                else Problem(row, honour, "report-cards.import.unknown-honour", word.Text, string.Join('،', room.Terms.Honours.Select(d => $" {d.NameAr}")).Trim());
            }

            if (remark > 0 && sheet[row, remark] is { IsEmpty: false } note)
            {
                says = true;
                // What is seen is what is kept, or the cell is named.
                if (note.Text.Length > CouncilLine.TextLength) Problem(row, remark, "report-cards.import.remark-long", CouncilLine.TextLength);
                else if (BidiSafe.CleanOrNull(note.Text) is not { } clean || clean != Spaced(note.Text)) Problem(row, remark, "report-cards.import.remark-signs");
                else newRemark = clean;
            }

            if (!says) empty++;
            else if (line.IsSaved && (newDecision, newHonour, newRemark) == (line.Decision, line.Honour, line.Remark)) unchanged++;
            else changes.Add(new ReportChange(pupil.PupilId, row, pupil.MassarCode, pupil.NameAr, pupil.NameLatin, line.IsSaved ? line.Decision : null, newDecision, line.IsSaved ? line.Honour : null, newHonour, line.Remark, newRemark, !line.IsSaved));
        }

        foreach (var missing in room.Class.Pupils.Where(p => !seen.Contains(p.MassarCode)))
            problems.Add(new ReportProblem(null, new Said("report-cards.import.missing", missing.NameAr, missing.MassarCode)));
        return new CouncilBookReading(problems.Count > 0 ? [] : changes, [.. problems.Take(MostProblems)], unchanged, empty);

        int ColumnOf(string name) => Enumerable.Range(1, Columns).FirstOrDefault(c => Plain(sheet[CouncilBook.HeadRow, c].Text) == Plain(name));

        void Problem(int row, int column, string key, params object[] args) => problems.Add(new ReportProblem(Address(row, column), new Said(key, args)));

        // An average of the file that is not today's: the report was made before a correction, or changed by hand.
        void Figure(int row, int column, decimal? now)
        {
            var cell = sheet[row, column];
            if (cell.IsEmpty && now is null) return;
            if (now is { } value && FigureOf(cell) is { } figure && Math.Round(figure, 2, MidpointRounding.AwayFromZero) == Math.Round(value, 2, MidpointRounding.AwayFromZero)) return;
            Problem(row, column, "report-cards.import.other-average", cell.IsEmpty ? "–" : cell.Text, now is { } known ? Formats.Mark(known) : "–");
        }
    }

    private static CouncilBookReading Wrong(string key, string? cell = null, params object[] args) => new([], [new ReportProblem(cell, new Said(key, args))], 0, 0);

    private static decimal? FigureOf(Cell cell) => cell.Number
        ?? (decimal.TryParse(Digits.ToLatin(cell.Text).Replace(',', '.').Replace('٫', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var typed) ? typed : null);

    private static CouncilTerm? TermOf(IReadOnlyList<CouncilTerm> terms, string typed) =>
        terms.FirstOrDefault(t => Plain(t.NameAr) == Plain(typed) || string.Equals(Plain(t.NameFr), Plain(typed), StringComparison.OrdinalIgnoreCase));

    // Spreadsheets put blanks where nobody typed any; letters are compared as they are.
    private static string Plain(string text) => Spaced(text).Normal(System.Text.NormalizationForm.FormC);

    private static string Spaced(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Address(int row, int column) => string.Create(CultureInfo.InvariantCulture, $"{(char)('A' + column - 1)}{row}");
}
