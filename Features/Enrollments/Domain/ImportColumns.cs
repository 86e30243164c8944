using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Spreadsheets;

namespace Massar.Features.Enrollments.Domain;

/// <summary>The columns of a list of pupils, in the order of the model file.</summary>
public enum ImportColumn : byte
{
    Code,
    LastNameAr,
    FirstNameAr,
    LastNameLatin,
    FirstNameLatin,
    Sex,
    BirthDate,
    BirthPlaceAr,
    BirthPlaceLatin,
    BirthActNumber,
    Class,
    Level,
    Stream,
    GuardianQuality,
    GuardianLastNameAr,
    GuardianFirstNameAr,
    GuardianLastNameLatin,
    GuardianFirstNameLatin,
    GuardianCin,
    GuardianPhone,
}

/// <summary>How the columns of a list of pupils are called.</summary>
public static class ImportColumns
{
    public static IReadOnlyList<ImportColumn> All { get; } = Enum.GetValues<ImportColumn>();

    /// <summary>Columns without which no row can be read.</summary>
    private static readonly ImportColumn[] Needed = [ImportColumn.LastNameAr, ImportColumn.FirstNameAr, ImportColumn.BirthDate];

    // Besides the sentences of the columns: what other programs' lists call them.
    private static readonly (ImportColumn Column, string Names)[] OtherNames =
    [
        (ImportColumn.Code, "code massar;code;cne;massar;رمز مسار;رقم مسار;الرمز;رقم التلميذ"),
        (ImportColumn.LastNameAr, "nom arabe;nom ar;النسب;النسب بالعربية;الاسم العائلي;family name arabic"),
        (ImportColumn.FirstNameAr, "prenom arabe;prenom ar;الاسم;الاسم بالعربية;الاسم الشخصي;first name arabic"),
        (ImportColumn.LastNameLatin, "nom;nom latin;nom fr;nom francais;النسب بالفرنسية;النسب باللاتينية;family name;last name"),
        (ImportColumn.FirstNameLatin, "prenom;prenom latin;prenom fr;prenom francais;الاسم بالفرنسية;الاسم باللاتينية;first name;given name"),
        (ImportColumn.Sex, "sexe;genre;النوع;الجنس;gender"),
        (ImportColumn.BirthDate, "date de naissance;date naissance;ne le;nee le;تاريخ الازدياد;تاريخ الولادة;date of birth"),
        (ImportColumn.BirthPlaceAr, "lieu de naissance arabe;lieu de naissance ar;مكان الازدياد;مكان الولادة"),
        (ImportColumn.BirthPlaceLatin, "lieu de naissance;lieu de naissance fr;place of birth;مكان الازدياد بالفرنسية"),
        (ImportColumn.BirthActNumber, "acte de naissance;numero d acte;n acte;n d acte;رقم الرسم;رقم رسم الولادة;رقم عقد الازدياد"),
        (ImportColumn.Class, "classe;القسم;section"),
        (ImportColumn.Level, "niveau;المستوى"),
        (ImportColumn.Stream, "filiere;الشعبة;المسلك"),
        (ImportColumn.GuardianQuality, "qualite du tuteur;qualite;lien;صفة الولي;الصفة"),
        (ImportColumn.GuardianLastNameAr, "نسب الولي;nom du tuteur arabe"),
        (ImportColumn.GuardianFirstNameAr, "اسم الولي;prenom du tuteur arabe"),
        (ImportColumn.GuardianLastNameLatin, "nom du tuteur;nom tuteur"),
        (ImportColumn.GuardianFirstNameLatin, "prenom du tuteur;prenom tuteur"),
        (ImportColumn.GuardianCin, "cin;cin du tuteur;cnie;رقم البطاقة الوطنية;بطاقة الولي"),
        (ImportColumn.GuardianPhone, "telephone;telephone du tuteur;gsm;tel;الهاتف;هاتف الولي;phone"),
    ];

    private static readonly ListColumns<ImportColumn> Columns = new(Heading, OtherNames, Needed, ["enrollments.import.row", "enrollments.import.fate", "enrollments.import.why", "enrollments.import.issued"]);

    private static readonly SpreadsheetLimits Limits = SpreadsheetLimits.Default with { ReadOldFormat = true };

    /// <summary>Text key of a column's heading.</summary>
    public static string Heading(ImportColumn column) => $"enrollments.import.column.{column}";

    /// <inheritdoc cref="ListColumns{TColumn}.ModelHeading"/>
    public static string ModelHeading(ImportColumn column) => Columns.ModelHeading(column);

    /// <summary>Reads a list with headings of its own, or the ministry's pupil list (<see cref="PupilListFile"/>), or says why not.</summary>
    public static ListReading<ImportColumn>? Read(byte[] file, out Refusal? refusal)
    {
        if (ListFile.Open(file, Limits, out refusal) is not { } book) return null;
        var hash = Fingerprint.Of(file);
        return PupilListFile.IsOne(book) ? PupilListFile.Read(book, hash, out refusal) : Columns.Read(book, hash, out refusal);
    }
}
