using System.Globalization;
using Massar.Infrastructure.Data;

namespace Massar.Features.Reference.Domain;

/// <summary>The lists of the ministry's reference screens, typed column by column.</summary>
internal static class ReferenceLists
{
    public static IReadOnlyList<ReferenceList> Make() =>
    [
        new ReferenceList<SchoolYear>("school-years", false, (db, _) => db.SchoolYears.OrderByDescending(y => y.Id), y => Key(y.Id), key => Number(key) is { } id ? y => y.Id == id : null,
        [
            Named<SchoolYear>("Label", y => y.Label),
            Day<SchoolYear>("StartsOn", y => y.StartsOn, (y, v) => y.StartsOn = v),
            Day<SchoolYear>("EndsOn", y => y.EndsOn, (y, v) => y.EndsOn = v),
            Flag<SchoolYear>("IsCurrent", y => y.IsCurrent, (y, v) => y.IsCurrent = v),
            Whole<SchoolYear>("MassarId", y => y.MassarId, (y, v) => y.MassarId = v),
        ]),
        new ReferenceList<CalendarEntry>("calendar", true, (db, year) => db.CalendarEntries.Where(c => c.SchoolYearId == year).OrderBy(c => c.StartsOn).ThenBy(c => c.Id), c => Key(c.Id), key => Number(key) is { } id ? c => c.Id == id : null,
        [
            Named<CalendarEntry>("Kind", c => c.Kind),
            Named<CalendarEntry>("Code", c => c.Code),
            Text<CalendarEntry>("NameAr", c => c.NameAr, (c, v) => c.NameAr = v),
            Text<CalendarEntry>("NameFr", c => c.NameFr, (c, v) => c.NameFr = v),
            Day<CalendarEntry>("StartsOn", c => c.StartsOn, (c, v) => c.StartsOn = v),
            Day<CalendarEntry>("EndsOn", c => c.EndsOn, (c, v) => c.EndsOn = v),
            Whole<CalendarEntry>("MoveDays", c => c.MoveDays, (c, v) => c.MoveDays = v ?? 0, inTable: false),
            Sureness<CalendarEntry>(c => c.Confidence, (c, v) => c.Confidence = v),
        ]),
        SettingList("settings", (db, year) => db.Settings.Where(s => s.SchoolYearId == year && !s.Code.StartsWith(Setting.Pay))),
        SettingList("pay", (db, year) => db.Settings.Where(s => s.SchoolYearId == year && s.Code.StartsWith(Setting.Pay))),
        new ReferenceList<Level>("levels", false, (db, _) => db.Levels.OrderBy(l => l.Order).ThenBy(l => l.Code), l => l.Code, key => l => l.Code == key,
        [
            Named<Level>("Code", l => l.Code),
            Named<Level>("CycleCode", l => l.CycleCode),
            Text<Level>("NameAr", l => l.NameAr, (l, v) => l.NameAr = v),
            Text<Level>("NameFr", l => l.NameFr, (l, v) => l.NameFr = v),
            Whole<Level>("NormalAge", l => l.NormalAge, (l, v) => l.NormalAge = v),
            Whole<Level>("MarkScale", l => l.MarkScale, (l, v) => l.MarkScale = v),
            Text<Level>("NefstatCode", l => l.NefstatCode, (l, v) => l.NefstatCode = Empty(v), false, false, 10),
            Text<Level>("ClassPrefixes", l => l.ClassPrefixes, (l, v) => l.ClassPrefixes = Empty(v), false, false),
            Sureness<Level>(l => l.Confidence, (l, v) => l.Confidence = v),
        ]),
        new ReferenceList<StudyStream>("streams", false, (db, _) => db.StudyStreams.OrderBy(s => s.LevelCode).ThenBy(s => s.Code), s => s.Code, key => s => s.Code == key,
        [
            Named<StudyStream>("Code", s => s.Code),
            Named<StudyStream>("LevelCode", s => s.LevelCode),
            Text<StudyStream>("BranchAr", s => s.BranchAr, (s, v) => s.BranchAr = v, false, false),
            Text<StudyStream>("NameAr", s => s.NameAr, (s, v) => s.NameAr = v),
            Text<StudyStream>("NameFr", s => s.NameFr, (s, v) => s.NameFr = v),
            Text<StudyStream>("NextStreams", s => s.NextStreams, (s, v) => s.NextStreams = Empty(v), false),
            Sureness<StudyStream>(s => s.Confidence, (s, v) => s.Confidence = v),
        ]),
        new ReferenceList<SubjectPlan>("subjects", true, (db, year) => db.SubjectPlans.Where(p => p.SchoolYearId == year).OrderBy(p => p.Id), p => Key(p.Id), key => Number(key) is { } id ? p => p.Id == id : null,
        [
            Named<SubjectPlan>("LevelCode", p => p.LevelCode),
            Named<SubjectPlan>("StreamCode", p => p.StreamCode),
            Named<SubjectPlan>("SubjectCode", p => p.SubjectCode),
            Text<SubjectPlan>("NameAr", p => p.NameAr, (p, v) => p.NameAr = v),
            Text<SubjectPlan>("NameFr", p => p.NameFr, (p, v) => p.NameFr = v, true, false),
            Fraction<SubjectPlan>("Coefficient", p => p.Coefficient, (p, v) => p.Coefficient = v),
            Fraction<SubjectPlan>("WeeklyHours", p => p.WeeklyHours, (p, v) => p.WeeklyHours = v),
            Whole<SubjectPlan>("TestsPerSemester", p => p.TestsPerSemester, (p, v) => p.TestsPerSemester = v ?? 0),
            Fraction<SubjectPlan>("ActivitiesShare", p => p.ActivitiesShare, (p, v) => p.ActivitiesShare = v ?? 0),
            Fraction<SubjectPlan>("UnifiedExamCoefficient", p => p.UnifiedExamCoefficient, (p, v) => p.UnifiedExamCoefficient = v, false),
            Text<SubjectPlan>("MassarCode", p => p.MassarCode, (p, v) => p.MassarCode = Empty(v), false, false, 4),
            Sureness<SubjectPlan>(p => p.Confidence, (p, v) => p.Confidence = v),
        ]),
        new ReferenceList<StaffGrade>("grades", false, (db, _) => db.StaffGrades.OrderBy(g => g.Code), g => g.Code, key => g => g.Code == key,
        [
            Named<StaffGrade>("Code", g => g.Code),
            Text<StaffGrade>("CadreAr", g => g.CadreAr, (g, v) => g.CadreAr = v),
            Text<StaffGrade>("CadreFr", g => g.CadreFr, (g, v) => g.CadreFr = v, true, false),
            Text<StaffGrade>("GradeAr", g => g.GradeAr, (g, v) => g.GradeAr = v),
            Text<StaffGrade>("GradeFr", g => g.GradeFr, (g, v) => g.GradeFr = v, true, false),
            Named<StaffGrade>("Echelle", g => g.Echelle),
            Named<StaffGrade>("NextGrade", g => g.NextGrade),
            Whole<StaffGrade>("WeeklyServiceHours", g => g.WeeklyServiceHours, (g, v) => g.WeeklyServiceHours = v),
            Sureness<StaffGrade>(g => g.Confidence, (g, v) => g.Confidence = v),
        ]),
        new ReferenceList<EchelonStep>("echelons", false, (db, _) => db.EchelonSteps.OrderBy(s => s.Id), s => Key(s.Id), key => Number(key) is { } id ? s => s.Id == id : null,
        [
            Named<EchelonStep>("Echelle", s => s.Echelle),
            Named<EchelonStep>("Echelon", s => s.Echelon),
            Whole<EchelonStep>("Index", s => s.Index, (s, v) => s.Index = v ?? 0, true),
            Whole<EchelonStep>("FastMonths", s => s.FastMonths, (s, v) => s.FastMonths = v),
            Whole<EchelonStep>("MediumMonths", s => s.MediumMonths, (s, v) => s.MediumMonths = v),
            Whole<EchelonStep>("SlowMonths", s => s.SlowMonths, (s, v) => s.SlowMonths = v),
            Sureness<EchelonStep>(s => s.Confidence, (s, v) => s.Confidence = v),
        ]),
        new ReferenceList<LeaveType>("leave-types", true, (db, year) => db.LeaveTypes.Where(t => t.SchoolYearId == year).OrderBy(t => t.Order), t => Key(t.Id), key => Number(key) is { } id ? t => t.Id == id : null,
        [
            Named<LeaveType>("Code", t => t.Code),
            Text<LeaveType>("NameAr", t => t.NameAr, (t, v) => t.NameAr = v),
            Text<LeaveType>("NameFr", t => t.NameFr, (t, v) => t.NameFr = v),
            Text<LeaveType>("CountsIn", t => t.CountsIn, (t, v) => t.CountsIn = v, true, false, 10),
            Whole<LeaveType>("MaxDays", t => t.MaxDays, (t, v) => t.MaxDays = v),
            Whole<LeaveType>("MaxDaysMen", t => t.MaxDaysMen, (t, v) => t.MaxDaysMen = v, false, false),
            Text<LeaveType>("Window", t => t.Window, (t, v) => t.Window = v, true, true, 10),
            Whole<LeaveType>("Months", t => t.Months, (t, v) => t.Months = v, false, false),
            Whole<LeaveType>("FullDays", t => t.FullDays, (t, v) => t.FullDays = v),
            Whole<LeaveType>("HalfDays", t => t.HalfDays, (t, v) => t.HalfDays = v),
            Text<LeaveType>("DecidedBy", t => t.DecidedBy, (t, v) => t.DecidedBy = v, true, true, 12),
            Flag<LeaveType>("IsOpen", t => t.IsOpen, (t, v) => t.IsOpen = v, false),
            Flag<LeaveType>("IsAbsence", t => t.IsAbsence, (t, v) => t.IsAbsence = v, false),
            Flag<LeaveType>("IsMedical", t => t.IsMedical, (t, v) => t.IsMedical = v, false),
            Flag<LeaveType>("RaisesFlag", t => t.RaisesFlag, (t, v) => t.RaisesFlag = v, false),
            Text<LeaveType>("Sex", t => t.Sex, (t, v) => t.Sex = Empty(v), false, false, 1),
            Flag<LeaveType>("NeedsPaper", t => t.NeedsPaper, (t, v) => t.NeedsPaper = v, false),
            Whole<LeaveType>("PaperDays", t => t.PaperDays, (t, v) => t.PaperDays = v, false, false),
            Whole<LeaveType>("PaperDaysRural", t => t.PaperDaysRural, (t, v) => t.PaperDaysRural = v, false, false),
            Flag<LeaveType>("NeedsCouncil", t => t.NeedsCouncil, (t, v) => t.NeedsCouncil = v, false),
            Whole<LeaveType>("CouncilFileDays", t => t.CouncilFileDays, (t, v) => t.CouncilFileDays = v, false, false),
            Whole<LeaveType>("CouncilAnswerDays", t => t.CouncilAnswerDays, (t, v) => t.CouncilAnswerDays = v, false, false),
            Text<LeaveType>("CountedIn", t => t.CountedIn, (t, v) => t.CountedIn = Empty(v), false, false, 30),
            Sureness<LeaveType>(t => t.Confidence, (t, v) => t.Confidence = v),
        ]),
        new ReferenceList<ContributionHeading>("contributions", true, (db, year) => db.ContributionHeadings.Where(h => h.SchoolYearId == year).OrderBy(h => h.CycleCode).ThenBy(h => h.Order), h => Key(h.Id), key => Number(key) is { } id ? h => h.Id == id : null,
        [
            Named<ContributionHeading>("Code", h => h.Code),
            Named<ContributionHeading>("CycleCode", h => h.CycleCode),
            Text<ContributionHeading>("NameAr", h => h.NameAr, (h, v) => h.NameAr = v),
            Text<ContributionHeading>("NameFr", h => h.NameFr, (h, v) => h.NameFr = v),
            Fraction<ContributionHeading>("Amount", h => h.Amount, (h, v) => h.Amount = v),
            Flag<ContributionHeading>("IsOptional", h => h.IsOptional, (h, v) => h.IsOptional = v),
            Text<ContributionHeading>("BeneficiaryAr", h => h.BeneficiaryAr, (h, v) => h.BeneficiaryAr = v, true, false),
            Text<ContributionHeading>("BeneficiaryFr", h => h.BeneficiaryFr, (h, v) => h.BeneficiaryFr = v, true, false),
            Sureness<ContributionHeading>(h => h.Confidence, (h, v) => h.Confidence = v),
        ]),
        new ReferenceList<FamilyPaperRule>("family-papers", true, (db, year) => db.FamilyPaperRules.Where(p => p.SchoolYearId == year).OrderBy(p => p.Order), p => Key(p.Id), key => Number(key) is { } id ? p => p.Id == id : null,
        [
            Named<FamilyPaperRule>("EventKind", p => p.EventKind),
            Named<FamilyPaperRule>("Code", p => p.Code),
            Text<FamilyPaperRule>("NameAr", p => p.NameAr, (p, v) => p.NameAr = v),
            Text<FamilyPaperRule>("NameFr", p => p.NameFr, (p, v) => p.NameFr = v),
            Flag<FamilyPaperRule>("IsNeeded", p => p.IsNeeded, (p, v) => p.IsNeeded = v),
            Text<FamilyPaperRule>("KnownFrom", p => p.KnownFrom, (p, v) => p.KnownFrom = Empty(v), false, true, 20),
            Sureness<FamilyPaperRule>(p => p.Confidence, (p, v) => p.Confidence = v),
        ]),
        new ReferenceList<PayLineCode>("pay-lines", false, (db, _) => db.PayLineCodes.OrderBy(c => c.Code), c => c.Code, key => c => c.Code == key,
        [
            Named<PayLineCode>("Code", c => c.Code),
            Text<PayLineCode>("NameAr", c => c.NameAr, (c, v) => c.NameAr = v),
            Text<PayLineCode>("NameFr", c => c.NameFr, (c, v) => c.NameFr = v),
            Text<PayLineCode>("NoteAr", c => c.NoteAr, (c, v) => c.NoteAr = v, true, false),
            Text<PayLineCode>("NoteFr", c => c.NoteFr, (c, v) => c.NoteFr = v, true, false),
            Sureness<PayLineCode>(c => c.Confidence, (c, v) => c.Confidence = v),
        ]),
        .. ((string[])["decision-types", "positions", "movement-categories", "institution-natures", "disciplines", "absence-reasons", "council-honours", "council-decisions", "transfer-kinds", "transfer-reasons", "exemption-reasons", "reorientation-refusals", "staffing-reasons", "remark-phrases", "licence-papers", "decision-papers", "banks"]).Select(NomenclatureList),
    ];

    private static ReferenceList<Setting> SettingList(string list, Func<MassarDb, int, IQueryable<Setting>> source) =>
        new(list, true, (db, year) => source(db, year).OrderBy(s => s.Code), s => Key(s.Id), key => Number(key) is { } id ? s => s.Id == id : null,
        [
            Named<Setting>("Code", s => s.Code),
            Text<Setting>("NoteAr", s => s.NoteAr, (s, v) => s.NoteAr = v),
            Text<Setting>("NoteFr", s => s.NoteFr, (s, v) => s.NoteFr = v),
            Text<Setting>("Value", s => s.Value, (s, v) => s.Value = v),
            Sureness<Setting>(s => s.Confidence, (s, v) => s.Confidence = v),
        ]);

    private static ReferenceList<Nomenclature> NomenclatureList(string list) =>
        new(list, false, (db, _) => db.Nomenclatures.Where(n => n.List == list).OrderBy(n => n.Order).ThenBy(n => n.Id), n => n.Code, key => n => n.List == list && n.Code == key,
        [
            Named<Nomenclature>("Code", n => n.Code),
            Text<Nomenclature>("NameAr", n => n.NameAr, (n, v) => n.NameAr = v),
            Text<Nomenclature>("NameFr", n => n.NameFr, (n, v) => n.NameFr = v),
            Whole<Nomenclature>("Order", n => n.Order, (n, v) => n.Order = v ?? 0, true, false),
            Sureness<Nomenclature>(n => n.Confidence, (n, v) => n.Confidence = v),
        ]);

    private static string Key(int id) => id.ToString(CultureInfo.InvariantCulture);

    private static int? Number(string key) => int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static string? Empty(string text) => text.Length == 0 ? null : text;

    private static ReferenceColumn Named<T>(string name, Func<T, object?> get) => new(name, ColumnKind.Text, r => get((T)r), null, false, true, 0);

    private static ReferenceColumn Text<T>(string name, Func<T, string?> get, Action<T, string> set, bool isRequired = true, bool inTable = true, int maxLength = 200) =>
        new(name, ColumnKind.Text, r => get((T)r), (r, v) => set((T)r, (string?)v ?? ""), isRequired, inTable, maxLength);

    private static ReferenceColumn Whole<T>(string name, Func<T, int?> get, Action<T, int?> set, bool isRequired = false, bool inTable = true) =>
        new(name, ColumnKind.Whole, r => get((T)r), (r, v) => set((T)r, (int?)v), isRequired, inTable, 6);

    private static ReferenceColumn Fraction<T>(string name, Func<T, decimal?> get, Action<T, decimal?> set, bool inTable = true) =>
        new(name, ColumnKind.Decimal, r => get((T)r), (r, v) => set((T)r, (decimal?)v), false, inTable, 8);

    private static ReferenceColumn Day<T>(string name, Func<T, DateOnly> get, Action<T, DateOnly> set) =>
        new(name, ColumnKind.Day, r => get((T)r), (r, v) => set((T)r, (DateOnly)v!), true, true, 10);

    private static ReferenceColumn Flag<T>(string name, Func<T, bool> get, Action<T, bool> set, bool inTable = true) =>
        new(name, ColumnKind.Flag, r => get((T)r), (r, v) => set((T)r, (bool)v!), true, inTable, 5);

    // The delivered note says more than the mark; it stays while the mark stays.
    private static ReferenceColumn Sureness<T>(Func<T, string> get, Action<T, string> set) =>
        new("Confidence", ColumnKind.Confidence, r => Confidence.MarkOf(get((T)r)), (r, v) =>
        {
            if (Confidence.MarkOf(get((T)r)) != (string)v!)
                set((T)r, (string)v!);
        }, true, true, 20);
}
