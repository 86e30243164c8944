namespace Massar.Features.Marks.Workbooks;

/// <summary>What a school knows about one pupil at one assessment.</summary>
public enum MarkState
{
    /// <summary>Nothing entered yet; never a zero.</summary>
    Empty,
    Mark,
    Absent,
    Exempt,
    Fraud,
}

/// <summary>One cell of the mark sheet: a state, and the points when the state is <see cref="MarkState.Mark"/>.</summary>
public readonly record struct MarkValue(MarkState State, decimal? Points)
{
    public static readonly MarkValue Empty = new(MarkState.Empty, null);
    public static readonly MarkValue Absent = new(MarkState.Absent, null);
    public static readonly MarkValue Exempt = new(MarkState.Exempt, null);
    public static readonly MarkValue Fraud = new(MarkState.Fraud, null);

    public static MarkValue Of(decimal points) => new(MarkState.Mark, points);
}

/// <summary>A column of the sheet. <see cref="Marker"/> is the number between # signs above it (1 for the first test).</summary>
public sealed record NotesCcAssessment(int Marker, string Title)
{
    /// <summary>Column of the marks in the file it was read from; 0 for a sheet that comes from the database.</summary>
    public int Column { get; init; }
}

/// <summary>
/// A pupil's line. <see cref="PupilId"/> is the internal number of Massar (hidden column B), <see cref="FullName"/> is Arabic,
/// family name first. <see cref="Marks"/> has one value per assessment of the sheet, in their order.
/// </summary>
public sealed record NotesCcRow(
    long? PupilId, string MassarCode, string FullName, DateOnly? BirthDate, IReadOnlyList<MarkValue> Marks, string Remark = "")
{
    /// <summary>Row in the file it was read from; 0 for a sheet that comes from the database.</summary>
    public int SheetRow { get; init; }
}

/// <summary>
/// The continuous-assessment sheet « NotesCC » of the ministry: one class, one subject, one semester. It is what teachers
/// download, fill in and send back, so its layout is fixed by the files already in their hands.
/// </summary>
public sealed record NotesCcSheet
{
    public string Academy { get; init; } = "";

    public string Directorate { get; init; } = "";

    /// <summary>GRESA code of the school, for instance 55976T.</summary>
    public required string SchoolCode { get; init; }

    public string SchoolName { get; init; } = "";

    public Guid? ClassId { get; init; }

    /// <summary>For instance 2APIC-1.</summary>
    public required string ClassName { get; init; }

    public string Teacher { get; init; } = "";

    /// <summary>For instance 2A32101110.</summary>
    public string LevelCode { get; init; } = "";

    public string LevelName { get; init; } = "";

    /// <summary>1 or 2; 0 when a file does not say.</summary>
    public required int Semester { get; init; }

    /// <summary>0 for all assessments, k for a file that only holds test k.</summary>
    public int TestNumber { get; init; }

    /// <summary>For instance 0030, without the # signs of the file.</summary>
    public required string SubjectCode { get; init; }

    public string SubjectName { get; init; } = "";

    /// <summary>Number of the school year in Massar, for instance 18.</summary>
    public int? YearId { get; init; }

    /// <summary>For instance 2025/2026.</summary>
    public required string YearLabel { get; init; }

    /// <summary>Highest mark: 20, or 10 in primary school.</summary>
    public decimal Scale { get; init; } = 20;

    public IReadOnlyList<NotesCcAssessment> Assessments { get; init; } = [];

    public IReadOnlyList<NotesCcRow> Rows { get; init; } = [];
}

/// <summary>
/// Something a person should read about a file, in the order of the file. <see cref="Key"/> is a text key
/// (<c>marks.workbook.…</c>), <see cref="Arguments"/> fill its sentence, <see cref="Cell"/> and <see cref="MassarCode"/> say where.
/// </summary>
public sealed record WorkbookProblem(string Key, params string[] Arguments)
{
    public string? Cell { get; init; }

    public string? MassarCode { get; init; }

    /// <summary>The file may still be right: a name spelled otherwise, a mark left empty.</summary>
    public bool IsRemark { get; init; }
}
