using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;

namespace Massar.Features.StaffLists.Domain;

/// <summary>The columns of a list of staff, in the order of the model file.</summary>
public enum StaffColumn : byte
{
    Ppr,
    Cin,
    LastNameAr,
    FirstNameAr,
    LastNameLatin,
    FirstNameLatin,
    Sex,
    BirthDate,
    Marital,
    RecruitedOn,
    Grade,
    Echelon,
    EchelonSince,
    Position,
    School,
    PlacedOn,
    Discipline,
    Pension,
    Phone,
}

/// <summary>How the columns of a list of staff are called.</summary>
public static class StaffColumns
{
    /// <summary>Rows of one file, which are read and taken back at once: the staff of a large directorate, school by school.</summary>
    public const int MostRows = 2_000;

    public static IReadOnlyList<StaffColumn> All { get; } = Enum.GetValues<StaffColumn>();

    /// <summary>Columns without which no row can be read.</summary>
    private static readonly StaffColumn[] Needed = [StaffColumn.Ppr, StaffColumn.LastNameAr, StaffColumn.FirstNameAr];

    private static readonly (StaffColumn Column, string Names)[] OtherNames =
    [
        (StaffColumn.Ppr, "ppr;doti;som;drpp;n ppr;n doti;matricule;رقم التأجير;رقم التاجير;payroll number"),
        (StaffColumn.Cin, "cin;cnie;cnib;n cin;carte nationale;رقم البطاقة;رقم البطاقة الوطنية;البطاقة الوطنية;identity card"),
        (StaffColumn.LastNameAr, "nom arabe;nom ar;النسب;النسب بالعربية;الاسم العائلي;family name arabic"),
        (StaffColumn.FirstNameAr, "prenom arabe;prenom ar;الاسم;الاسم بالعربية;الاسم الشخصي;first name arabic"),
        (StaffColumn.LastNameLatin, "nom;nom latin;nom fr;nom francais;النسب بالفرنسية;النسب باللاتينية;family name;last name"),
        (StaffColumn.FirstNameLatin, "prenom;prenom latin;prenom fr;prenom francais;الاسم بالفرنسية;الاسم باللاتينية;first name"),
        (StaffColumn.Sex, "sexe;genre;النوع;الجنس;gender"),
        (StaffColumn.BirthDate, "date de naissance;date naissance;ne le;تاريخ الازدياد;تاريخ الولادة;date of birth"),
        (StaffColumn.Marital, "situation familiale;etat civil;الحالة العائلية;الوضعية العائلية;marital status"),
        (StaffColumn.RecruitedOn, "date de recrutement;date recrutement;recrute le;تاريخ التوظيف;recruitment date;date of recruitment"),
        (StaffColumn.Grade, "code grade;grade;cadre;الدرجة;الإطار;رمز الدرجة;grade code"),
        (StaffColumn.Echelon, "echelon;الرتبة;step"),
        (StaffColumn.EchelonSince, "date d echelon;date effet echelon;date echelon;تاريخ الرتبة;تاريخ مفعول الرتبة;echelon since"),
        (StaffColumn.Position, "position;position administrative;الوضعية;الوضعية الإدارية"),
        (StaffColumn.School, "code gresa;gresa;cd etab;code etablissement;etablissement;رمز المؤسسة;المؤسسة;مقر العمل;school;school code"),
        (StaffColumn.PlacedOn, "date d affectation;date affectation;affecte le;تاريخ التعيين;تاريخ الالتحاق;date of assignment"),
        (StaffColumn.Discipline, "discipline;matiere;specialite;المادة;مادة التخصص;التخصص;subject"),
        (StaffColumn.Pension, "n pension;cmr;n cmr;affiliation;رقم التقاعد;رقم الانخراط;pension number"),
        (StaffColumn.Phone, "telephone;gsm;tel;الهاتف;رقم الهاتف;phone"),
    ];

    private static readonly ListColumns<StaffColumn> Columns = new(Heading, OtherNames, Needed, ["staff-lists.row", "staff-lists.fate", "staff-lists.why", "staff-lists.changes"]);

    private static readonly SpreadsheetLimits Limits = SpreadsheetLimits.Default with { Rows = MostRows + 12 };

    /// <summary>Text key of a column's heading.</summary>
    public static string Heading(StaffColumn column) => $"staff-lists.column.{column}";

    /// <inheritdoc cref="ListColumns{TColumn}.ModelHeading"/>
    public static string ModelHeading(StaffColumn column) => Columns.ModelHeading(column);

    /// <inheritdoc cref="ListColumns{TColumn}.Read"/>
    public static ListReading<StaffColumn>? Read(byte[] file, out Refusal? refusal) => Columns.Read(file, Limits, out refusal);
}
