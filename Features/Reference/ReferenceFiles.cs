using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Massar.Features.Reference.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Spreadsheets;

namespace Massar.Features.Reference;

/// <summary>
/// The facts the program is delivered with, read from <c>Features/Reference/Data/*.csv</c>: each line carries how sure it is.
/// What the files do not hold (school years, settings, pay steps) stands here, with the text it comes from.
/// </summary>
public sealed class ReferenceFiles(string folder)
{
    /// <summary>Number of the ministry, root of the tree. Academies follow from 2, directorates from 14, communes from 100.</summary>
    public const int MinistryId = 1;

    private const string ToConfirm = "to confirm";
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>The files beside the program.</summary>
    public static ReferenceFiles Delivered { get; } = new(Path.Combine(AppContext.BaseDirectory, "Features", "Reference", "Data"));

    /// <summary>The school year a day belongs to: it starts on 1 September.</summary>
    public static int YearOf(DateOnly day) => day.Month >= 9 ? day.Year : day.Year - 1;

    /// <summary>From 2024/2025 to the year of the given day, at least 2026/2027.</summary>
    public static IEnumerable<SchoolYear> SchoolYears(DateOnly today)
    {
        var current = YearOf(today);
        for (var year = Math.Min(2024, current - 1); year <= Math.Max(2026, current); year++)
            yield return new SchoolYear
            {
                Id = year,
                StartsOn = new DateOnly(year, 9, 1),
                EndsOn = new DateOnly(year + 1, 8, 31),
                IsCurrent = year == current,
                MassarId = year - 2007, // seen: 18 for 2025/2026
            };
    }

    public IEnumerable<Level> Levels() => Read("levels").Select(r => new Level
    {
        Code = r["code"],
        CycleCode = r["cycle_code"],
        Order = r.Int("order")!.Value,
        NameAr = r["name_ar"],
        NameFr = r["name_fr"],
        NormalAge = r.Int("normal_age"),
        MarkScale = r["mark_scale"] switch { "0-10" => 10, "0-20" => 20, _ => null },
        NefstatCode = r.Text("nefstat_code"),
        ClassPrefixes = r.Text("class_code_prefixes"),
        CertifyingExam = r.Text("certifying_exam"),
        Confidence = r["confidence"],
    });

    public IEnumerable<StudyStream> Streams() => Read("streams").Select(r => new StudyStream
    {
        Code = r["code"],
        LevelCode = r["level_code"],
        BranchAr = r["branch_ar"] == "generic" ? "" : r["branch_ar"],
        NameAr = r["name_ar"],
        NameFr = r["name_fr"],
        Kind = r["kind"],
        NextStreams = r.Text("next_streams"),
        Confidence = r["confidence"],
    });

    public IEnumerable<SubjectPlan> SubjectPlans(int year) => Read("subjects").Select(r => new SubjectPlan
    {
        SchoolYearId = year,
        LevelCode = r["level"],
        StreamCode = r["stream"],
        SubjectCode = r["subject"],
        NameAr = r["ar"],
        NameFr = r["fr"],
        // Seen on mark sheets of the collège: 0012 French, 0019 mathematics; 0011 is very probably Arabic.
        MassarCode = r["subject"] switch { "AR" => "0011", "FR" => "0012", "MATH" => "0019", _ => null },
        Coefficient = r.Decimal("coefficient"),
        WeeklyHours = r.Decimal("weekly_hours"),
        TestsPerSemester = r.Int("tests_per_semester") ?? 0,
        ActivitiesShare = r.Decimal("activities_share") ?? 0,
        UnifiedExam = r.Text("unified_exam"),
        UnifiedExamCoefficient = r.Decimal("unified_exam_coefficient"),
        Confidence = r["confidence"],
    });

    public IEnumerable<StaffGrade> Grades() => Read("hr_grades").Select(r => new StaffGrade
    {
        Code = r["code"],
        BodyAr = r["body_ar"],
        BodyFr = r["body_fr"],
        CadreAr = r["cadre_ar"],
        CadreFr = r["cadre_fr"],
        GradeAr = r["grade_ar"],
        GradeFr = r["grade_fr"],
        Echelle = r["echelle"],
        NextGrade = r.Text("next_grade"),
        WeeklyServiceHours = r.Int("weekly_service_hours"),
        Confidence = r["confidence"],
    });

    /// <summary>Indices of decree 2-62-344 and after, as read from guidance sites; durations by rhythm of rating. All editable.</summary>
    public static IEnumerable<EchelonStep> EchelonSteps()
    {
        (string Echelle, string Confidence, int[] Indices)[] scales =
        [
            ("6", ToConfirm, [151, 161, 173, 185, 197, 209, 222, 236, 249, 262]),
            ("7", ToConfirm, [177, 193, 208, 225, 242, 260, 277, 291, 305, 318]),
            ("8", ToConfirm, [207, 224, 241, 259, 276, 293, 311, 332, 353, 373]),
            ("9", "likely", [235, 253, 274, 296, 317, 339, 361, 382, 404, 438]),
            ("10", "likely", [275, 300, 326, 351, 377, 402, 428, 456, 484, 512, 564]),
            ("11", "likely", [336, 369, 403, 436, 472, 509, 542, 574, 606, 639, 675, 690, 704]),
            ("HE", ToConfirm, [704, 746, 779, 812, 840, 870, 900]),
        ];
        foreach (var (echelle, confidence, indices) in scales)
            for (var i = 0; i < indices.Length; i++)
            {
                (int, int, int)? months = i == indices.Length - 1 ? null : (i + 1) switch
                {
                    1 => (12, 12, 12),
                    2 => (12, 18, 24),
                    <= 5 => (24, 30, 42),
                    <= 8 => (36, 42, 54),
                    9 => (48, 54, 66),
                    _ => (36, 42, 48),
                };
                yield return new EchelonStep
                {
                    Echelle = echelle,
                    Echelon = i + 1,
                    Index = indices[i],
                    FastMonths = months?.Item1,
                    MediumMonths = months?.Item2,
                    SlowMonths = months?.Item3,
                    Confidence = confidence == "likely" ? "likely (indices); to confirm (durations)" : confidence,
                };
            }
    }

    public IEnumerable<Nomenclature> Nomenclatures()
    {
        foreach (var (list, file, key) in ((string, string, string)[])
        [
            ("decision-types", "hr_decision_types", "identifier"), ("positions", "positions", "code"), ("leave-types", "leave_types", "code"),
            ("movement-categories", "movement_categories", "code"), ("institution-natures", "institution_natures", "code"),
        ])
        {
            var order = 0;
            foreach (var row in Read(file))
                yield return Line(list, row[key], ++order, row["ar"], row["fr"], row["confidence"],
                    row.Others(key, "ar", "fr", "confidence", "order"));
        }

        // What a teacher's specialization may be: every subject taught, and "double" (مزدوج), Arabic and French, in primary schools.
        yield return Line("disciplines", "DBL", 1, "مزدوج (عربية - فرنسية)", "Double (arabe - français)", "likely", []);
        var place = 1;
        foreach (var subject in Read("subjects").Where(r => !r["level"].StartsWith("PRE", StringComparison.Ordinal)).DistinctBy(r => r["subject"]))
            yield return Line("disciplines", subject["subject"], ++place, subject["ar"], subject["fr"], "sure", []);

        static Nomenclature Line(string list, string code, int order, string ar, string fr, string confidence, Dictionary<string, string> details) => new()
        {
            List = list,
            Code = code,
            Order = order,
            NameAr = ar,
            NameFr = fr,
            Details = JsonSerializer.Serialize(details, Json),
            Confidence = confidence,
        };
    }

    /// <summary>
    /// The yearly decision. That of 2025/2026 is known; other years get its pattern moved by whole weeks, to be confirmed.
    /// The windows that open screens are ours: wide by default, for the ministry to narrow.
    /// </summary>
    public IEnumerable<CalendarEntry> Calendar(int year)
    {
        string[] codes =
        [
            "staff-entry", "pupils-welcome", "courses-start", "break-1", "break-2", "local-exam-3ac", "mid-year-break", "break-3", "break-4",
            "courses-end-2bac", "regional-exam-1bac", "national-exam", "regional-exam-3ac",
        ];
        var shift = (year - 2025) * 364 + (int)Math.Round((year - 2025) * 1.25 / 7) * 7;
        foreach (var (row, index) in Read("calendar_2025_2026").Select((r, i) => (r, i)))
            yield return new CalendarEntry
            {
                SchoolYearId = year,
                Code = codes[index],
                StartsOn = row.Day("start").AddDays(shift),
                EndsOn = row.Day("end").AddDays(shift),
                NameAr = row["ar"],
                NameFr = row["fr"],
                Kind = row["kind"] == "exam" ? "event" : row["kind"],
                Confidence = year == 2025 ? row["confidence"] : ToConfirm,
            };

        foreach (var (code, from, to, ar, fr) in ((string, DateOnly, DateOnly, string, string)[])
        [
            ("registrations", new(year, 9, 1), new(year + 1, 7, 31), "فترة التسجيل الأولي", "Période de préinscription"),
            ("marks-s1", new(year, 9, 15), new(year + 1, 2, 15), "فترة مسك نقط الأسدس الأول", "Saisie des notes du premier semestre"),
            ("marks-s2", new(year + 1, 2, 1), new(year + 1, 7, 15), "فترة مسك نقط الأسدس الثاني", "Saisie des notes du second semestre"),
        ])
            yield return new CalendarEntry
            {
                SchoolYearId = year,
                Code = code,
                StartsOn = from,
                EndsOn = to,
                NameAr = ar,
                NameFr = fr,
                Kind = "window",
                Confidence = ToConfirm,
            };
    }

    /// <summary>Values the ministry may change from year to year.</summary>
    public IEnumerable<Setting> Settings(int year)
    {
        (string Code, string Value, string Ar, string Fr, string Confidence)[] settings =
        [
            // Framework law 51-17: schooling is compulsory from 4 to 16.
            ("schooling.compulsory-from", "4", "سن بداية التعليم الإلزامي", "Âge de début de la scolarité obligatoire", "sure"),
            ("schooling.compulsory-to", "16", "سن نهاية التعليم الإلزامي", "Âge de fin de la scolarité obligatoire", "sure"),
            ("registrations.minimum-age", "6", "السن القانوني للتسجيل بالسنة الأولى ابتدائي", "Âge légal d'inscription en 1re année primaire", "likely"),
            ("registrations.age-day", "31-12", "اليوم الذي يحتسب فيه السن", "Jour auquel l'âge est apprécié", "likely"),
            ("registrations.tolerance-months", "6", "عدد الأشهر المسموح بها لمن استكمل سنتين من التعليم الأولي", "Mois de tolérance après deux années de préscolaire, s'il reste des places", "likely"),
            ("registrations.preschool-age", "4", "سن الولوج إلى التعليم الأولي", "Âge d'entrée au préscolaire", "likely"),
            ("schooling.upper-age.pri", "15", "السن الأقصى بالابتدائي", "Âge maximal au primaire", ToConfirm),
            ("schooling.upper-age.col", "18", "السن الأقصى بالثانوي الإعدادي", "Âge maximal au collège", ToConfirm),
            ("schooling.upper-age.qua", "21", "السن الأقصى بالثانوي التأهيلي", "Âge maximal au lycée", ToConfirm),
            ("marks.pass.pri", "5", "معدل النجاح بالابتدائي", "Moyenne de passage au primaire", "likely"),
            ("marks.pass.sec", "10", "معدل النجاح بالثانوي", "Moyenne de passage au secondaire", "sure"),
            ("marks.rounding", "half-up", "طريقة التقريب", "Arrondi", ToConfirm),
            ("marks.unjustified-absence", "0", "نقطة الغياب غير المبرر عن فرض", "Note d'une absence injustifiée à un contrôle", ToConfirm),
            ("mobility.wishes", "10", "العدد الأقصى للاختيارات", "Nombre maximal de vœux", "sure"),
            ("mobility.minimum-years", "2", "الأقدمية المطلوبة في المنصب بالسنوات", "Années d'ancienneté exigées dans le poste", "likely"),
            ("mobility.priority-years", "16", "سنوات الأقدمية في المنصب المخولة للأولوية", "Années dans le poste donnant priorité", ToConfirm),
            ("mobility.points.post-year", "2", "نقط كل سنة في المنصب الحالي", "Points par année dans le poste", ToConfirm),
            ("mobility.points.post-year-from-sixth", "3", "نقط كل سنة في المنصب ابتداء من السادسة", "Points par année dans le poste dès la sixième", ToConfirm),
            ("mobility.points.directorate-year", "1", "نقط كل سنة بالمديرية", "Points par année dans la direction provinciale", ToConfirm),
            ("mobility.points.academy-year", "1", "نقط كل سنة بالأكاديمية", "Points par année dans l'académie", ToConfirm),
            ("mobility.points.general-year", "1", "نقط كل سنة من الأقدمية العامة", "Points par année d'ancienneté générale", ToConfirm),
            ("mobility.points.spouse", "10", "نقط الالتحاق بالزوج", "Points pour rejoindre le conjoint", ToConfirm),
            ("mobility.points.widowed", "10", "نقط الأرمل والأرملة", "Points pour veuvage", ToConfirm),
            ("mobility.points.divorced", "10", "نقط المطلق والمطلقة مع أبناء", "Points pour divorce avec enfants", ToConfirm),
            ("mobility.points.single-woman", "5", "نقط العازبة للالتحاق بالأسرة", "Points pour femme célibataire rejoignant sa famille", ToConfirm),
            ("mobility.points.child", "3", "نقط كل ابن دون 18 سنة", "Points par enfant de moins de 18 ans", ToConfirm),
            ("mobility.points.children-max", "3", "العدد الأقصى للأبناء المحتسبين", "Nombre maximal d'enfants comptés", ToConfirm),
            ("mobility.points.remote-year", "1", "نقط كل سنة بمنطقة نائية", "Points par année en poste éloigné", ToConfirm),
            ("careers.retirement-age", "63", "سن الإحالة على التقاعد", "Âge de la retraite", "likely"),
            ("careers.choice-years", "10", "سنوات الأقدمية للترقية بالاختيار", "Années dans le grade pour l'avancement au choix", "likely"),
            ("careers.exam-years", "6", "سنوات الأقدمية لاجتياز امتحان الكفاءة المهنية", "Années dans le grade pour l'examen d'aptitude", "likely"),
            ("careers.promotion-quota", "36", "حصيص الترقية في الدرجة (%)", "Quota d'avancement de grade (%)", "likely"),
            ("careers.rating.fast", "16", "أدنى نقطة للنسق السريع", "Note minimale du rythme rapide", "likely"),
            ("careers.rating.medium", "10", "أدنى نقطة للنسق المتوسط", "Note minimale du rythme moyen", "likely"),
            ("pay.family-allowance.first-three", "300", "التعويض العائلي الشهري عن كل من الأبناء الثلاثة الأوائل (درهم)", "Allocation mensuelle pour chacun des trois premiers enfants (MAD)", "likely"),
            ("pay.family-allowance.next-three", "36", "التعويض العائلي الشهري عن كل من الأبناء الثلاثة التالين (درهم)", "Allocation mensuelle pour chacun des trois suivants (MAD)", "likely"),
            // Decree 2-73-722 and after: what a point of the index is worth a year, from which point on.
            ("pay.point-values", "0:98.85 100:79.62 150:50.92", "القيمة السنوية للنقطة الاستدلالية حسب الشرائح (درهم)", "Valeur annuelle du point par tranche d'indice (dirhams)", "likely"),
            ("pay.residence.a", "0.25", "التعويض عن الإقامة بالمنطقة أ", "Indemnité de résidence, zone A", "likely"),
            ("pay.residence.b", "0.15", "التعويض عن الإقامة بالمنطقة ب", "Indemnité de résidence, zone B", "likely"),
            ("pay.residence.c", "0.10", "التعويض عن الإقامة بالمنطقة ج", "Indemnité de résidence, zone C", "likely"),
            ("pay.pension", "0.14", "اقتطاع التقاعد (الصندوق المغربي للتقاعد)", "Retenue pour pension (CMR)", "likely"),
            ("pay.health", "0.025", "التأمين الإجباري عن المرض", "Assurance maladie obligatoire", "likely"),
            ("pay.health-ceiling", "400", "السقف الشهري للتأمين الإجباري عن المرض (درهم)", "Plafond mensuel de l'assurance maladie (dirhams)", "likely"),
            ("pay.mutual", "0.018", "اقتطاع التعاضدية", "Cotisation à la mutuelle", ToConfirm),
        ];
        foreach (var (code, value, ar, fr, confidence) in settings)
            yield return Of(code, value, ar, fr, confidence);

        foreach (var row in Read("assessment_weights").Where(r => r["exam_level"] is "6AP" or "3AC" or "BAC"))
            yield return Of(
                $"exams.{row["exam_level"]}.{(row["candidate_kind"] == "free candidate" ? "free" : "school")}.{row["component"]}".ToLowerInvariant(),
                row["weight"], row["ar"], row["fr"], row["confidence"]);

        Setting Of(string code, string value, string ar, string fr, string confidence) =>
            new() { SchoolYearId = year, Code = code, Value = value, NoteAr = ar, NoteFr = fr, Confidence = confidence };
    }

    /// <summary>The ministry, the 12 academies and the 82 directorates. Their numbers are fixed.</summary>
    public IEnumerable<Place> Places()
    {
        var root = $"/{MinistryId}/";
        yield return new Place
        {
            Id = MinistryId,
            Kind = PlaceKind.Ministry,
            Code = "MEN",
            Path = root,
            NameAr = "وزارة التربية الوطنية والتعليم الأولي والرياضة",
            NameFr = "Ministère de l'Éducation nationale, du Préscolaire et des Sports",
        };

        var academies = Read("academies").Select((r, i) => new Place
        {
            Id = MinistryId + 1 + i,
            Kind = PlaceKind.Academy,
            Code = r["code"],
            ParentId = MinistryId,
            Path = $"{root}{MinistryId + 1 + i}/",
            NameAr = r["name_ar"],
            NameFr = r["name_fr"],
        }).ToDictionary(p => p.Code);
        foreach (var academy in academies.Values)
            yield return academy;

        var id = MinistryId + academies.Count;
        foreach (var row in Read("directorates"))
        {
            var academy = academies[row["academy_code"]];
            yield return new Place
            {
                Id = ++id,
                Kind = PlaceKind.Directorate,
                Code = row["code"],
                ParentId = academy.Id,
                Path = $"{academy.Path}{id}/",
                NameAr = row["name_ar"],
                NameFr = row["name_fr"],
            };
        }
    }

    private IEnumerable<Line> Read(string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(folder, name + ".csv"));
        // These files are ours: the separator is stated, not guessed.
        var sheet = CsvReader.Read([.. "sep=,\n"u8, .. bytes.AsSpan(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? 3 : 0)]).Workbook!.Sheets[0];
        var columns = Enumerable.Range(1, sheet.ColumnCount).ToDictionary(c => sheet[1, c].Text, c => c);
        for (var row = 2; row <= sheet.RowCount; row++)
            yield return new Line(columns.ToDictionary(c => c.Key, c => sheet[row, c.Value].Text));
    }

    private sealed class Line(Dictionary<string, string> cells)
    {
        public string this[string column] => cells[column];

        public string? Text(string column) => cells[column] is { Length: > 0 } text ? text : null;

        public int? Int(string column) => Text(column) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

        public decimal? Decimal(string column) => Text(column) is { } text ? decimal.Parse(text, CultureInfo.InvariantCulture) : null;

        public DateOnly Day(string column) => DateOnly.ParseExact(cells[column], "yyyy-MM-dd", CultureInfo.InvariantCulture);

        public Dictionary<string, string> Others(params string[] but) =>
            cells.Where(c => c.Value.Length > 0 && !but.Contains(c.Key)).ToDictionary(c => c.Key, c => c.Value);
    }
}
