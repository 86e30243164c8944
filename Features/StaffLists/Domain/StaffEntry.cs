using Massar.Features.Employees.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffLists.Domain;

/// <summary>A place of work that a list may name.</summary>
public sealed record StaffPlace(int Id, string Code, string Path);

/// <summary>What a list's words are read against: grades, échelons, positions, subjects, places at or below the office.</summary>
public sealed record StaffWords(
    IReadOnlyList<StaffGrade> Grades, ILookup<string, EchelonStep> Steps, IReadOnlyList<Nomenclature> Positions, IReadOnlyList<Nomenclature> Disciplines, IReadOnlyDictionary<string, StaffPlace> Places)
{
    private const int MostAtOnce = 1_000;

    /// <summary>Somebody who left is not taken over from a list of who works.</summary>
    private const string Left = "LEFT_";

    public static async Task<StaffWords> Of(MassarDb db, string path, IEnumerable<StaffListRow> rows, CancellationToken ct)
    {
        var codes = rows.Select(r => r.Cells.GetValueOrDefault(StaffColumn.School)).OfType<string>().Select(CodeOf).Distinct().ToList();
        var places = new Dictionary<string, StaffPlace>(StringComparer.Ordinal);
        foreach (var some in codes.Chunk(MostAtOnce))
        {
            foreach (var school in await db.Schools.Open().AsNoTracking().Where(s => some.Contains(s.GresaCode) && s.Place.Path.StartsWith(path)).Select(s => new StaffPlace(s.Id, s.GresaCode, s.Place.Path)).ToListAsync(ct))
                places.TryAdd(school.Code, school);
            foreach (var office in await db.Places.AsNoTracking().Where(p => some.Contains(p.Code) && p.Path.StartsWith(path) && (p.Kind == PlaceKind.Directorate || p.Kind == PlaceKind.Academy)).Select(p => new StaffPlace(p.Id, p.Code, p.Path)).ToListAsync(ct))
                places.TryAdd(office.Code, office);
        }

        var lists = await db.Nomenclatures.AsNoTracking().Where(n => n.List == "positions" || n.List == "disciplines").ToListAsync(ct);
        return new StaffWords(await db.StaffGrades.AsNoTracking().ToListAsync(ct), (await db.EchelonSteps.AsNoTracking().ToListAsync(ct)).ToLookup(s => s.Echelle),
            [.. lists.Where(n => n.List == "positions" && !n.Code.StartsWith(Left, StringComparison.Ordinal))], [.. lists.Where(n => n.List == "disciplines")], places);
    }

    public StaffGrade? Grade(string typed) => Grades.FirstOrDefault(g => Is(typed, g.Code, $"{g.CadreAr} {g.GradeAr}", $"{g.CadreFr} {g.GradeFr}"));

    public string? Position(string typed) => Positions.FirstOrDefault(p => Is(typed, p.Code, p.NameAr, p.NameFr))?.Code;

    public string? Discipline(string typed) => Disciplines.FirstOrDefault(d => Is(typed, d.Code, d.NameAr, d.NameFr))?.Code;

    public StaffPlace? Place(string typed) => Places.GetValueOrDefault(CodeOf(typed));

    private static string CodeOf(string typed) => GresaCode.Read(typed)?.ToString() ?? Digits.ToLatin(BidiSafe.Clean(typed)).ToUpperInvariant();

    private static bool Is(string typed, params string[] names) => ArabicFolding.Fold(typed.Replace(',', ' ').Replace('،', ' ')) is var folded && names.Any(n => ArabicFolding.Fold(n) == folded);
}

/// <summary>A row, read: what was left empty is null.</summary>
public sealed class StaffEntry
{
    public const int NameLength = 60;
    private const int PensionLength = 20;

    private static readonly Dictionary<string, MaritalStatus> Maritals = new (string Word, MaritalStatus Status)[]
    {
        ("عازب", MaritalStatus.Single), ("عازبة", MaritalStatus.Single), ("عازب(ة)", MaritalStatus.Single), ("célibataire", MaritalStatus.Single), ("single", MaritalStatus.Single), ("1", MaritalStatus.Single), ("c", MaritalStatus.Single),
        ("متزوج", MaritalStatus.Married), ("متزوجة", MaritalStatus.Married), ("متزوج(ة)", MaritalStatus.Married), ("marié", MaritalStatus.Married), ("mariée", MaritalStatus.Married), ("marié(e)", MaritalStatus.Married), ("married", MaritalStatus.Married), ("2", MaritalStatus.Married), ("m", MaritalStatus.Married),
        ("مطلق", MaritalStatus.Divorced), ("مطلقة", MaritalStatus.Divorced), ("مطلق(ة)", MaritalStatus.Divorced), ("divorcé", MaritalStatus.Divorced), ("divorcée", MaritalStatus.Divorced), ("divorcé(e)", MaritalStatus.Divorced), ("divorced", MaritalStatus.Divorced), ("3", MaritalStatus.Divorced), ("d", MaritalStatus.Divorced),
        ("أرمل", MaritalStatus.Widowed), ("أرملة", MaritalStatus.Widowed), ("أرمل(ة)", MaritalStatus.Widowed), ("veuf", MaritalStatus.Widowed), ("veuve", MaritalStatus.Widowed), ("veuf(ve)", MaritalStatus.Widowed), ("widowed", MaritalStatus.Widowed), ("4", MaritalStatus.Widowed), ("v", MaritalStatus.Widowed),
    }.DistinctBy(w => ArabicFolding.Fold(w.Word)).ToDictionary(w => ArabicFolding.Fold(w.Word), w => w.Status);

    private readonly Dictionary<StaffColumn, ImportedDay> days = [];

    public required StaffListRow Row { get; init; }

    public List<StaffProblem> Problems { get; } = [];

    public string? Ppr { get; private set; }

    public string? Cin { get; private set; }

    public string? LastNameAr { get; private set; }

    public string? FirstNameAr { get; private set; }

    public string? LastNameLatin { get; private set; }

    public string? FirstNameLatin { get; private set; }

    public Sex? Sex { get; private set; }

    public MaritalStatus? Marital { get; private set; }

    public StaffGrade? Grade { get; private set; }

    public EchelonStep? Step { get; private set; }

    public int? Echelon { get; private set; }

    public string? Position { get; private set; }

    public StaffPlace? Place { get; private set; }

    public string? Discipline { get; private set; }

    public string? Pension { get; private set; }

    public string? Phone { get; private set; }

    public DateOnly? BirthDate => Day(StaffColumn.BirthDate);

    public DateOnly? RecruitedOn => Day(StaffColumn.RecruitedOn);

    public DateOnly? EchelonSince => Day(StaffColumn.EchelonSince);

    public DateOnly? PlacedOn => Day(StaffColumn.PlacedOn);

    public string FoldedName => ArabicFolding.Fold($"{LastNameAr} {FirstNameAr}");

    public bool HasMonthFirst => days.Values.Any(d => d.IsMonthFirst);

    public static StaffEntry Of(StaffListRow row, StaffWords words, DateOnly today)
    {
        var entry = new StaffEntry { Row = row };
        entry.Read(words, today);
        return entry;
    }

    /// <summary>A column of the file has days that stand month first: what could be two days is then neither.</summary>
    public void DoubtDays()
    {
        foreach (var (column, day) in days.Where(d => d.Value.IsEither))
            Problems.Add(new StaffProblem(column, "ui.list.day.either"));
    }

    private DateOnly? Day(StaffColumn column) => days.TryGetValue(column, out var day) ? day.Day : null;

    private void Read(StaffWords words, DateOnly today)
    {
        var cells = Row.Cells;
        foreach (var (column, text) in cells)
            if (CellText.Wrong(text, isPhone: column == StaffColumn.Phone) is { } wrong) Problems.Add(new StaffProblem(column, wrong));
        if (Problems.Count > 0) return;

        if (At(StaffColumn.Ppr) is { } ppr)
        {
            Ppr = Digits.ToLatin(ppr).Replace(" ", "", StringComparison.Ordinal);
            if (!Employee.IsPpr(Ppr)) Wrong(StaffColumn.Ppr, "ppr");
        }
        else
        {
            Wrong(StaffColumn.Ppr, "needed");
        }

        Cin = Take(StaffColumn.Cin, "cin", t => Infrastructure.Text.Cin.Read(t)?.ToString());
        LastNameAr = Name(StaffColumn.LastNameAr, NameLetters.AreArabic, "arabic");
        FirstNameAr = Name(StaffColumn.FirstNameAr, NameLetters.AreArabic, "arabic");
        LastNameLatin = Name(StaffColumn.LastNameLatin, NameLetters.AreLatin, "latin");
        FirstNameLatin = Name(StaffColumn.FirstNameLatin, NameLetters.AreLatin, "latin");
        foreach (var column in (StaffColumn[])[StaffColumn.LastNameAr, StaffColumn.FirstNameAr])
            if (At(column) is null) Wrong(column, "needed");
        if (At(StaffColumn.Sex) is { } sex && (Sex = SexWords.Read(sex)) is null) Wrong(StaffColumn.Sex, "sex");
        if (At(StaffColumn.Marital) is { } marital)
        {
            if (Maritals.TryGetValue(ArabicFolding.Fold(marital), out var status)) Marital = status;
            else Wrong(StaffColumn.Marital, "marital");
        }

        foreach (var column in (StaffColumn[])[StaffColumn.BirthDate, StaffColumn.RecruitedOn, StaffColumn.EchelonSince, StaffColumn.PlacedOn])
        {
            if (At(column) is not { } typed) continue;
            var day = days[column] = ImportedDay.Read(typed);
            if (day.Wrong is { } reason) Problems.Add(new StaffProblem(column, reason));
            else if (day.Day > today) Wrong(column, "future");
        }

        if (At(StaffColumn.Grade) is { } grade && (Grade = words.Grade(grade)) is null) Wrong(StaffColumn.Grade, "grade");
        if (At(StaffColumn.Echelon) is { } echelon)
        {
            if (int.TryParse(Digits.ToLatin(echelon), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number is > 0 and < 100) Echelon = number;
            else Wrong(StaffColumn.Echelon, "echelon");
            if (Echelon is not null && Grade is not null && (Step = words.Steps[Grade.Echelle].FirstOrDefault(s => s.Echelon == Echelon)) is null) Wrong(StaffColumn.Echelon, "no-step", Grade.Echelle);
        }

        Position = Take(StaffColumn.Position, "position", words.Position);
        if (At(StaffColumn.School) is { } school && (Place = words.Place(school)) is null) Wrong(StaffColumn.School, "school");
        Discipline = Take(StaffColumn.Discipline, "discipline", words.Discipline);
        Pension = Take(StaffColumn.Pension, "pension", t => Digits.ToLatin(t).Replace(" ", "", StringComparison.Ordinal) is { Length: <= PensionLength } number && number.All(char.IsAsciiLetterOrDigit) ? number : null);
        Phone = Take(StaffColumn.Phone, "phone", t => MoroccanPhone.Read(t)?.E164);

        string? At(StaffColumn column) => cells.TryGetValue(column, out var text) ? BidiSafe.CleanOrNull(text) : null;

        string? Take(StaffColumn column, string wrong, Func<string, string?> read)
        {
            if (At(column) is not { } typed) return null;
            if (read(typed) is { } value) return value;
            Wrong(column, wrong);
            return null;
        }

        string? Name(StaffColumn column, Func<string, bool> script, string wrong) =>
            Take(column, wrong, t => t.Length <= NameLength && script(t) && t.Any(char.IsLetter) ? t : null);
    }

    private void Wrong(StaffColumn column, string why, params string[] args) => Problems.Add(new StaffProblem(column, $"staff-lists.wrong.{why}", args));
}
