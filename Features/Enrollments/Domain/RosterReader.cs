using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;

namespace Massar.Features.Enrollments.Domain;

/// <summary>A row of a table, its cells by the names of their columns.</summary>
/// <param name="line">Where it begins in the file.</param>
public sealed class RosterRow(int line, IReadOnlyDictionary<string, int> columns, IReadOnlyList<string> cells)
{
    public int Line => line;

    /// <summary>Empty where the column or the value is not there.</summary>
    public string this[string column] => columns.TryGetValue(column, out var at) && at < cells.Count ? cells[at] : "";

    public string Id => this["sourcedId"];

    /// <summary>What a list of references names.</summary>
    public IEnumerable<string> All(string column) => this[column].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Findings while a package is read: the first are lines of the report, all up to <see cref="RosterFindingBook.Most"/> of a kind are kept for its file; what is beyond is only counted.</summary>
public sealed class RosterReport
{
    private readonly List<Func<int, RosterFinding>> kept = [];

    public int Faults { get; private set; }

    public int Notes { get; private set; }

    public void Fault(string table, int line, string column, string key, params string[] args) => Add(true, table, line, column, key, args);

    public void Note(string table, int line, string column, string key, params string[] args) => Add(false, table, line, column, key, args);

    /// <summary>As they are kept, faults first.</summary>
    public IReadOnlyList<RosterFinding> Of(int import) => [.. kept.Select(k => k(import)).OrderByDescending(f => f.IsFault).ThenBy(f => f.Number).Take(RosterFinding.Most)];

    /// <summary>All of them for the file; null where the lines of the report hold them.</summary>
    public RosterFindingBook? Book(int import) => kept.Count > RosterFinding.Most ? RosterFindingBook.Of(import, [.. kept.Select(k => k(import)).OrderByDescending(f => f.IsFault).ThenBy(f => f.Number)]) : null;

    /// <summary>Text of a package as it may be shown: one line, nothing hidden, not long.</summary>
    public static string Quote(string text) => BidiSafe.Clean(BidiSafe.Cut(text, 4 * RosterFinding.QuoteLength)) is var clean && clean.Length > RosterFinding.QuoteLength ? BidiSafe.Cut(clean, RosterFinding.QuoteLength - 1) + "…" : clean;

    private void Add(bool isFault, string table, int line, string column, string key, string[] args)
    {
        if (isFault) Faults++;
        else Notes++;
        if ((isFault ? Faults : Notes) > RosterFindingBook.Most) return;
        var number = kept.Count + 1;
        kept.Add(import => new RosterFinding
        {
            ImportId = import,
            Number = number,
            IsFault = isFault,
            File = table.Length == 0 ? "" : Quote(table.Contains('.', StringComparison.Ordinal) ? table : $"{table}.csv"),
            Line = line,
            Column = Quote(column),
            Key = key,
            Quoted = System.Text.Json.JsonSerializer.Serialize(args.Select(Quote)),
        });
    }
}

/// <summary>A package as it was understood; tables that could not be read are not there.</summary>
/// <param name="Hash">SHA-256 of the file, in hexadecimal.</param>
public sealed record RosterPackage(string Hash, IReadOnlyDictionary<string, IReadOnlyList<RosterRow>> Tables, RosterReport Report)
{
    private Dictionary<string, RosterRow>? born;

    public IReadOnlyList<RosterRow> this[string table] => Tables.TryGetValue(table, out var rows) ? rows : [];

    /// <summary>What the package says of a user's birth, where it says something.</summary>
    public RosterRow? Born(string user) => (born ??= this[RosterTables.Demographics].DistinctBy(d => d.Id).ToDictionary(d => d.Id, StringComparer.Ordinal)).GetValueOrDefault(user);
}

/// <summary>
/// Opens a OneRoster 1.2 package and holds it against the standard: its manifest, the columns of its tables and their order, what each cell has to be, and that
/// every reference leads somewhere. It knows nothing of the school.
/// </summary>
public static class RosterReader
{
    public const string Version = "1.2";
    private const string Bulk = "bulk";
    private const string Absent = "absent";

    private const int MostRows = 60_000;
    private const int MostColumns = 120;
    private const int LongestCell = 1_000;
    private const int LongestId = 255;

    private static readonly SpreadsheetLimits Limits = new() { Entries = 40, UnpackedBytes = 24L * 1024 * 1024 };

    private static readonly HashSet<string> Known = [.. RosterTables.Read, .. RosterTables.LeftAside];

    private static readonly System.Buffers.SearchValues<char> Disguises = System.Buffers.SearchValues.Create("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069");

    /// <summary>Reads the file, or says why it is no package that can be judged: not safe to open, no manifest, another version, not bulk.</summary>
    public static RosterPackage? Read(byte[] file, out Refusal? refusal)
    {
        refusal = null;
        var reading = TablePackage.Read(file, Limits);
        if (reading.Tables is not { } parts)
        {
            refusal = reading.Refusal switch
            {
                { Code: SpreadsheetRefusals.Damaged, Details: [var twice, ..] } => Wrong("enrollments.oneroster.file.twice", RosterReport.Quote(twice)),
                { Code: SpreadsheetRefusals.TooLarge or SpreadsheetRefusals.Bomb } => Wrong("enrollments.oneroster.file.bomb", Limits.FileBytes / (1024 * 1024), Limits.UnpackedBytes / (1024 * 1024)),
                { Code: SpreadsheetRefusals.TooManyEntries } => Wrong("enrollments.oneroster.file.entries", Limits.Entries),
                { Code: SpreadsheetRefusals.UnsafeName } => Wrong("enrollments.oneroster.file.unsafe"),
                { Code: SpreadsheetRefusals.Encrypted } => Wrong("enrollments.oneroster.file.encrypted"),
                { Code: SpreadsheetRefusals.Damaged } => Wrong("enrollments.oneroster.file.damaged"),
                _ => Wrong("enrollments.oneroster.file.not-zip"),
            };
            return null;
        }

        if (parts.FirstOrDefault(p => p.Name.IndexOfAny(['/', '\\']) >= 0) is { } deep) refusal = Wrong("enrollments.oneroster.file.folder", RosterReport.Quote(deep.Name));
        else if (parts.FirstOrDefault(p => p.Name == "manifest.csv") is not { } manifest) refusal = Wrong("enrollments.oneroster.file.no-manifest");
        else
        {
            var report = new RosterReport();
            var tables = new Dictionary<string, IReadOnlyList<RosterRow>>(StringComparer.Ordinal);
            var said = Manifest(manifest.Content, report);
            refusal = Judge(said);
            if (refusal is not null) return null;
            Compare(said, parts, report);
            foreach (var name in RosterTables.Read)
                if (parts.FirstOrDefault(p => p.Name == $"{name}.csv") is { } part && Table(name, part.Content, report) is { } rows) tables[name] = rows;
            var package = new RosterPackage(Fingerprint.Of(file), tables, report);
            Refer(package);
            return package;
        }

        return null;
    }

    private static Refusal Wrong(string key, params object[] args) => Refusal.Invalid("File", key, args);

    private static Refusal? Judge(Dictionary<string, string> said)
    {
        if (said.GetValueOrDefault("oneroster.version") is not Version)
            return Wrong("enrollments.oneroster.file.version", said.TryGetValue("oneroster.version", out var other) && other.Length > 0 ? RosterReport.Quote(other) : "–");
        var delta = said.Where(s => s.Key.StartsWith("file.", StringComparison.Ordinal) && s.Value == "delta").Select(s => s.Key[5..]).ToList();
        return delta.Count > 0 ? Wrong("enrollments.oneroster.file.delta", RosterReport.Quote(string.Join(" – ", delta))) : null;
    }

    private static Dictionary<string, string> Manifest(byte[] content, RosterReport report)
    {
        var said = new Dictionary<string, string>(StringComparer.Ordinal);
        var read = StrictCsv.Read(content, 200, MostColumns, LongestCell);
        if (read.Wrong != StrictCsvWrong.None) Unreadable(RosterTables.Manifest, read, report);
        if (read.Records is [var head, ..] && (head.Cells is not [var name, var value, ..] || name != "propertyName" || value != "value"))
            report.Fault(RosterTables.Manifest, head.Line, "", "enrollments.oneroster.wrong.columns", "propertyName, value");
        foreach (var record in read.Records.Skip(1))
            if (record.Cells is [var property, var stands, ..] && property.Length > 0 && !said.TryAdd(property, stands))
                report.Fault(RosterTables.Manifest, record.Line, property, "enrollments.oneroster.wrong.column-twice");
        return said;
    }

    // What the manifest says, what is there, and what is needed have to be the same.
    private static void Compare(Dictionary<string, string> said, IReadOnlyList<PackedTable> parts, RosterReport report)
    {
        if (said.GetValueOrDefault("manifest.version") != "1.0") report.Fault(RosterTables.Manifest, 0, "manifest.version", "enrollments.oneroster.wrong.value", said.GetValueOrDefault("manifest.version", ""), "1.0");
        var there = parts.Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (property, value) in said.Where(s => s.Key.StartsWith("file.", StringComparison.Ordinal)))
        {
            var table = property[5..];
            if (!Known.Contains(table)) report.Note(RosterTables.Manifest, 0, property, "enrollments.oneroster.note.unknown-file", $"{table}.csv");
            else if (value is not (Bulk or Absent)) report.Fault(RosterTables.Manifest, 0, property, "enrollments.oneroster.wrong.value", value, "absent, bulk, delta");
            else if (value == Bulk && !there.Contains($"{table}.csv")) report.Fault(RosterTables.Manifest, 0, property, "enrollments.oneroster.wrong.file-missing", $"{table}.csv");
            else if (value == Bulk && !RosterTables.Read.Contains(table)) report.Note(table, 0, "", "enrollments.oneroster.note.not-read");
        }

        foreach (var part in parts.Where(p => p.Name != "manifest.csv"))
        {
            var table = part.Name.EndsWith(".csv", StringComparison.Ordinal) ? part.Name[..^4] : part.Name;
            if (!Known.Contains(table)) report.Note(part.Name, 0, "", "enrollments.oneroster.note.unknown-file", part.Name);
            else if (said.GetValueOrDefault($"file.{table}") != Bulk) report.Fault(RosterTables.Manifest, 0, $"file.{table}", "enrollments.oneroster.wrong.not-declared", part.Name);
        }

        foreach (var table in RosterTables.Needed)
            if (said.GetValueOrDefault($"file.{table}") != Bulk) report.Fault(RosterTables.Manifest, 0, $"file.{table}", "enrollments.oneroster.wrong.file-needed", $"{table}.csv");
    }

    private static void Unreadable(string table, StrictCsvReading read, RosterReport report) => report.Fault(table, read.Line, "", read.Wrong switch
    {
        StrictCsvWrong.Encoding => "enrollments.oneroster.wrong.encoding",
        StrictCsvWrong.Quote => "enrollments.oneroster.wrong.quote",
        StrictCsvWrong.TooManyRows => "enrollments.oneroster.wrong.rows",
        _ => "enrollments.oneroster.wrong.long",
    }, read.Wrong == StrictCsvWrong.TooManyRows ? $"{MostRows}" : $"{LongestCell}");

    private static List<RosterRow>? Table(string table, byte[] content, RosterReport report)
    {
        var read = StrictCsv.Read(content, MostRows, MostColumns, LongestCell);
        if (read.Wrong != StrictCsvWrong.None)
        {
            Unreadable(table, read, report);
            return null;
        }

        if (read.Records.Count == 0)
        {
            report.Fault(table, 0, "", "enrollments.oneroster.wrong.no-head");
            return null;
        }

        var head = read.Records[0];

        var expected = RosterTables.Of(table);
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (name, at) in head.Cells.Select((c, at) => (c, at)))
            if (!columns.TryAdd(name, at)) report.Fault(table, head.Line, name, "enrollments.oneroster.wrong.column-twice");
        var missing = expected.Where(e => !e.MayMiss && !columns.ContainsKey(e.Name)).ToList();
        foreach (var column in missing) report.Fault(table, head.Line, column.Name, "enrollments.oneroster.wrong.column-missing");
        var names = expected.Select(e => e.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var strange in columns.Keys.Where(c => !names.Contains(c) && !c.StartsWith("metadata.", StringComparison.Ordinal))) report.Fault(table, head.Line, strange, "enrollments.oneroster.wrong.column-unknown");
        if (missing.Count > 0) return null;
        if (!head.Cells.Take(columns.Count).Where(names.Contains).SequenceEqual(expected.Select(e => e.Name).Where(columns.ContainsKey)) || head.Cells.SkipWhile(names.Contains).Any(names.Contains))
            report.Fault(table, head.Line, "", "enrollments.oneroster.wrong.columns", string.Join(", ", expected.Select(e => e.Name)));

        var rows = new List<RosterRow>(read.Records.Count - 1);
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var record in read.Records.Skip(1))
        {
            if (record.Cells.Count != head.Cells.Count)
            {
                report.Fault(table, record.Line, "", "enrollments.oneroster.wrong.cells", record.Cells.Count.ToString(CultureInfo.InvariantCulture), head.Cells.Count.ToString(CultureInfo.InvariantCulture));
                continue;
            }

            var row = new RosterRow(record.Line, columns, record.Cells);
            rows.Add(row);
            if (record.Cells.FirstOrDefault(IsDisguised) is { } hidden) report.Fault(table, record.Line, head.Cells[record.Cells.ToList().IndexOf(hidden)], "enrollments.oneroster.wrong.disguised");
            foreach (var column in expected) Cell(table, row, column, report);
            if (row.Id.Length > 0 && !ids.TryAdd(row.Id, row.Line)) report.Fault(table, row.Line, "sourcedId", "enrollments.oneroster.wrong.twice", row.Id, ids[row.Id].ToString(CultureInfo.InvariantCulture));
        }

        return rows;
    }

    private static void Cell(string table, RosterRow row, RosterColumn column, RosterReport report)
    {
        var value = row[column.Name];
        if (value.Length == 0)
        {
            if (column.IsNeeded) report.Fault(table, row.Line, column.Name, "enrollments.oneroster.wrong.needed");
            return;
        }

        switch (column.Cell)
        {
            case RosterCell.Nothing:
                report.Fault(table, row.Line, column.Name, "enrollments.oneroster.wrong.not-bulk", value);
                break;
            case RosterCell.Word when !column.Words!.Contains(value) && !value.StartsWith("ext:", StringComparison.Ordinal):
                report.Fault(table, row.Line, column.Name, "enrollments.oneroster.wrong.value", value, string.Join(", ", column.Words!));
                break;
            case RosterCell.Day when Day(value) is null:
                report.Fault(table, row.Line, column.Name, "enrollments.oneroster.wrong.day", value);
                break;
            case RosterCell.Year when value.Length != 4 || !int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _):
                report.Fault(table, row.Line, column.Name, "enrollments.oneroster.wrong.year", value);
                break;
        }

        if (column.Name == "sourcedId" && value.Length > LongestId) report.Fault(table, row.Line, column.Name, "enrollments.oneroster.wrong.long", $"{LongestId}");
        if (column.Name == "endDate" && Day(row[table == RosterTables.Sessions ? "startDate" : "beginDate"]) > Day(value)) report.Fault(table, row.Line, column.Name, "enrollments.oneroster.wrong.days-order");
    }

    // A table that could not be read is named for itself; what leads to it says nothing more.
    private static void Refer(RosterPackage package)
    {
        var ids = package.Tables.ToDictionary(t => t.Key, t => t.Value.Select(r => r.Id).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var (table, rows) in package.Tables.OrderBy(t => t.Key, StringComparer.Ordinal))
            foreach (var column in RosterTables.Of(table).Where(c => c.Of is not null && ids.ContainsKey(c.Of)))
                foreach (var row in rows)
                    foreach (var id in column.Cell == RosterCell.References ? row.All(column.Name) : row[column.Name] is { Length: > 0 } one ? [one] : [])
                        if (!ids[column.Of!].Contains(id)) package.Report.Fault(table, row.Line, column.Name, "enrollments.oneroster.wrong.reference", id, $"{column.Of}.csv");
    }

    /// <summary>A day as the standard writes it; null for anything else.</summary>
    public static DateOnly? Day(string value) => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static bool IsDisguised(string cell) => cell.AsSpan().IndexOfAny(Disguises) >= 0 || cell.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'));
}
