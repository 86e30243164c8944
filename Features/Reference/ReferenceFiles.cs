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
        for (var year = Math.Min(2024, current - 1); year <= Math.Max(2026, current + 1); year++)
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

    /// <summary>Kinds of leave: statute of 1958 with law 30-22, and the civil service's procedure sheets; figures nobody is sure of say so.</summary>
    public IEnumerable<LeaveType> LeaveTypes(int year) => Read("leave_types").Select((r, i) => new LeaveType
    {
        SchoolYearId = year,
        Code = r["code"],
        Order = i + 1,
        NameAr = r["ar"],
        NameFr = r["fr"],
        Category = r["category"],
        CountsIn = r["counts_in"],
        MaxDays = r.Int("max_days"),
        MaxDaysMen = r.Int("max_days_men"),
        Window = r["window"],
        Months = r.Int("months"),
        FullDays = r.Int("full_days"),
        HalfDays = r.Int("half_days"),
        DecidedBy = r["decided_by"],
        IsOpen = r["is_open"] == "yes",
        IsAbsence = r["is_absence"] == "yes",
        IsMedical = r["is_medical"] == "yes",
        RaisesFlag = r["raises_flag"] == "yes",
        Sex = r.Text("sex"),
        NeedsPaper = r["needs_paper"] == "yes",
        PaperDays = r.Int("paper_days"),
        PaperDaysRural = r.Int("paper_days_rural"),
        NeedsCouncil = r["council"] == "yes",
        CouncilFileDays = r.Int("council_file_days"),
        CouncilAnswerDays = r.Int("council_answer_days"),
        CountedIn = r.Text("counted_in"),
        Confidence = r["confidence"],
    });

    /// <summary>Headings of the schools' contributions by cycle (domain 06 §6.3); no official text gives an amount, and each says so.</summary>
    public IEnumerable<ContributionHeading> Contributions(int year) => Read("contributions").Select(r => new ContributionHeading
    {
        SchoolYearId = year,
        Code = r["code"],
        CycleCode = r["cycle"],
        Order = r.Int("order")!.Value,
        NameAr = r["ar"],
        NameFr = r["fr"],
        Amount = r.Decimal("amount"),
        IsOptional = r["optional"] == "yes",
        BeneficiaryAr = r["beneficiary_ar"],
        BeneficiaryFr = r["beneficiary_fr"],
        Confidence = r["confidence"],
    });

    /// <summary>Papers of events in the families of staff (decree 2-58-1381 of 27 November 1958 asks for proofs; their list is the offices' practice and the ministry's to confirm).</summary>
    public IEnumerable<FamilyPaperRule> FamilyPapers(int year) => Read("family_papers").Select((r, i) => new FamilyPaperRule
    {
        SchoolYearId = year,
        EventKind = r["event"],
        Code = r["code"],
        Order = i + 1,
        NameAr = r["ar"],
        NameFr = r["fr"],
        IsNeeded = r["needed"] == "yes",
        KnownFrom = r.Text("known_from"),
        Confidence = r["confidence"],
    });

    /// <summary>Lines of the pay file. The codes of the paying authority are not published: each says that it is to be confirmed.</summary>
    public IEnumerable<PayLineCode> PayLines() => Read("pay_lines").Select(r => new PayLineCode
    {
        Code = r["code"],
        IsCredit = r["kind"] == "credit",
        Element = r.Text("element"),
        NameAr = r["ar"],
        NameFr = r["fr"],
        NoteAr = r["note_ar"],
        NoteFr = r["note_fr"],
        Confidence = r["confidence"],
    });

    public IEnumerable<Nomenclature> Nomenclatures()
    {
        foreach (var (list, file, key) in ((string, string, string)[])
        [
            ("decision-types", "hr_decision_types", "identifier"), ("positions", "positions", "code"),
            ("movement-categories", "movement_categories", "code"), ("institution-natures", "institution_natures", "code"),
            ("council-honours", "council_honours", "code"), ("council-decisions", "council_decisions", "code"),
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

        // What a family may give as the reason of an absence; ours, for the ministry to change.
        place = 0;
        foreach (var (code, ar, fr) in ((string, string, string)[])
        [
            ("ILLNESS", "مرض", "Maladie"),
            ("APPOINTMENT", "موعد طبي", "Rendez-vous médical"),
            ("BEREAVEMENT", "وفاة في العائلة", "Décès dans la famille"),
            ("FAMILY", "ظرف عائلي طارئ", "Événement familial imprévu"),
            ("TRANSPORT", "تعذر النقل أو انقطاع الطريق", "Transport indisponible ou route coupée"),
            ("WEATHER", "سوء الأحوال الجوية", "Intempéries"),
            ("ACTIVITY", "نشاط رياضي أو ثقافي باسم المؤسسة", "Activité sportive ou culturelle pour l'établissement"),
            ("OFFICE", "إجراء إداري لا يقبل التأجيل", "Démarche administrative urgente"),
            ("OTHER", "سبب آخر", "Autre motif"),
        ])
            yield return Line("absence-reasons", code, ++place, ar, fr, ToConfirm, []);

        // Kinds of transfers as the ministry's list counts them, and why a family moves; the reasons are ours, to be changed.
        place = 0;
        foreach (var (code, ar, fr) in ((string, string, string)[])
        [
            ("LOCAL", "داخل المديرية الإقليمية", "À l'intérieur de la direction provinciale"),
            ("DIRECTORATES", "بين مديريتين إقليميتين", "Entre directions provinciales"),
            ("ACADEMIES", "بين أكاديميتين", "Entre académies"),
            ("FROM_PRIVATE", "من التعليم الخصوصي", "Du privé"),
            ("TO_PRIVATE", "إلى التعليم الخصوصي", "Vers le privé"),
        ])
            yield return Line("transfer-kinds", code, ++place, ar, fr, "likely", []);
        place = 0;
        foreach (var (code, ar, fr) in ((string, string, string)[])
        [
            ("MOVE", "تغيير محل السكنى", "Changement de résidence"),
            ("WORK", "انتقال عمل ولي الأمر", "Mutation du tuteur"),
            ("FAMILY", "ظرف عائلي", "Situation familiale"),
            ("STREAM", "مسلك أو مادة غير متوفرة", "Filière ou matière non offerte"),
            ("HEALTH", "سبب صحي", "Raison de santé"),
            ("BOARDING", "الداخلية أو النقل المدرسي", "Internat ou transport scolaire"),
            ("REORIENTATION", "إعادة التوجيه", "Réorientation"),
            ("OTHER", "سبب آخر", "Autre motif"),
        ])
            yield return Line("transfer-reasons", code, ++place, ar, fr, ToConfirm, []);
        place = 0;
        foreach (var (code, ar, fr) in ((string, string, string)[])
        [
            ("SCHOLAR", "ممنوح(ة)", "Boursier"),
            ("ORPHAN", "يتيم(ة)", "Orphelin"),
            ("NEED", "وضعية اجتماعية هشة", "Situation sociale précaire"),
            ("DISABILITY", "وضعية إعاقة", "Situation de handicap"),
            ("STAFF", "تحمل المؤسسة أو جمعية", "Pris en charge par l'établissement ou une association"),
            ("OTHER", "سبب آخر", "Autre motif"),
        ])
            yield return Line("exemption-reasons", code, ++place, ar, fr, ToConfirm, []);

        // Why a commission says no to a change of stream. Ours, to be changed.
        place = 0;
        foreach (var (code, ar, fr) in ((string, string, string)[])
        [
            ("AVERAGE", "المعدل لا يسمح بمتابعة الدراسة بالمسلك المطلوب", "La moyenne ne permet pas de suivre la filière demandée"),
            ("SUBJECTS", "نتائج المواد المميزة للمسلك غير كافية", "Résultats insuffisants dans les matières de la filière"),
            ("OPINION", "رأي المجلس غير موافق", "Avis défavorable du conseil"),
            ("SEATS", "لا توجد مقاعد شاغرة", "Aucune place libre"),
            ("LATE", "تقدم الدروس لا يسمح بالتغيير", "L'avancement des cours ne permet plus le changement"),
            ("OTHER", "سبب آخر", "Autre motif"),
        ])
            yield return Line("reorientation-refusals", code, ++place, ar, fr, ToConfirm, []);

        // What a head may answer when the use of staff is asked about: the rules each reason answers, and whether it explains hours. Ours, to be changed.
        place = 0;
        foreach (var (code, ar, fr, rules, hours) in ((string, string, string, string, bool)[])
        [
            ("COORDINATION", "تنسيق تربوي أو مشروع المؤسسة", "Coordination pédagogique ou projet d'établissement", "UnderUsed NonTeachingPost", true),
            ("CLUBS", "أندية وأنشطة الحياة المدرسية", "Clubs et activités de vie scolaire", "UnderUsed NonTeachingPost", true),
            ("SUPPORT", "دعم تربوي", "Soutien scolaire", "UnderUsed OverUsed", true),
            ("TASK", "تكليف بمهمة إدارية بمقرر", "Mission administrative par décision", "UnderUsed NonTeachingPost", true),
            ("COMPLEMENT", "إتمام الحصة بمؤسسة أخرى لم يدرج بعد", "Complément de service ailleurs, pas encore saisi", "UnderUsed", true),
            ("UNION", "تفرغ نقابي", "Décharge syndicale", "UnderUsed NonTeachingPost", true),
            ("HEALTH", "تخفيف لأسباب صحية", "Allègement pour raison de santé", "UnderUsed NonTeachingPost", true),
            ("CONSENT", "ساعات إضافية بموافقة المعني(ة)", "Heures supplémentaires avec l'accord de l'intéressé(e)", "OverUsed", true),
            ("REPLACEMENT", "تعويض زميل(ة) في رخصة", "Remplacement d'un(e) collègue en congé", "OverUsed OtherSubject", false),
            ("NO_SPECIALIST", "لا يوجد أستاذ للمادة بالمؤسسة", "Aucun enseignant de la matière dans l'établissement", "OtherSubject", false),
            ("ASKED", "طلب أستاذ من المديرية", "Enseignant demandé à la direction provinciale", "ClassWithoutTeacher", false),
            ("EXPECTED", "أستاذ معين لم يلتحق بعد", "Enseignant affecté, pas encore installé", "ClassWithoutTeacher", false),
            ("SURPLUS", "فائض عن حاجة المؤسسة: يشارك في تدبير الفائض والخصاص", "En surnombre : participe à la gestion des excédents et déficits", "UnderUsed NonTeachingPost", false),
            ("DATA", "معطى غير صحيح في طور التصحيح", "Donnée erronée, en cours de correction", "", false),
        ])
            yield return Line("staffing-reasons", code, ++place, ar, fr, ToConfirm, new() { ["rules"] = rules, ["hours"] = hours ? "yes" : "no" });

        // What a teacher begins the own phrases of remarks with: by band of average and by change since the semester before. Ours, to be changed.
        place = 0;
        foreach (var (code, ar, fr, band, change) in ((string, string, string, string, string)[])
        [
            ("EXCELLENT-1", "عمل ممتاز ومنتظم، واصل على هذا المنوال", "Travail excellent et régulier, à poursuivre ainsi", "Excellent", "Any"),
            ("EXCELLENT-2", "نتائج ممتازة ومشاركة فعالة في القسم", "Excellents résultats, participation active en classe", "Excellent", "Any"),
            ("EXCELLENT-UP", "تقدم لافت بلغ مستوى ممتازا", "Progrès remarquables, le niveau est devenu excellent", "Excellent", "Up"),
            ("VERY-GOOD-1", "نتائج حسنة جدا وجهد متواصل", "Très bons résultats, effort constant", "VeryGood", "Any"),
            ("VERY-GOOD-2", "عمل جيد جدا، مزيد من الدقة يقود إلى الامتياز", "Très bon travail, plus de précision mènera à l'excellence", "VeryGood", "Any"),
            ("VERY-GOOD-UP", "تحسن واضح أثمر نتائج حسنة جدا", "Net progrès, les résultats sont très bons", "VeryGood", "Up"),
            ("VERY-GOOD-DOWN", "نتائج حسنة جدا لكنها دون الدورة السابقة، يمكن استعادة المستوى", "Très bons résultats, un peu en retrait : le niveau peut être retrouvé", "VeryGood", "Down"),
            ("GOOD-1", "نتائج حسنة، المراجعة المنتظمة ترفعها", "Bons résultats, une révision régulière les fera monter", "Good", "Any"),
            ("GOOD-2", "عمل جيد، ينتظر منه مزيد من المشاركة", "Bon travail, davantage de participation est attendue", "Good", "Any"),
            ("GOOD-UP", "تحسن مشجع، ليستمر الجهد", "Progrès encourageants, l'effort doit se maintenir", "Good", "Up"),
            ("GOOD-DOWN", "نتائج حسنة رغم تراجع، يلزم انتباه أكبر في القسم", "Résultats encore bons malgré une baisse, plus d'attention en classe s'impose", "Good", "Down"),
            ("FAIR-1", "نتائج متوسطة، إنجاز التمارين في البيت ضروري", "Résultats moyens, les exercices à la maison sont nécessaires", "Fair", "Any"),
            ("FAIR-2", "مستوى متوسط، القدرة على الأفضل موجودة", "Niveau moyen, les capacités pour mieux faire sont là", "Fair", "Any"),
            ("FAIR-UP", "خطوة إلى الأمام، لتستمر المثابرة", "Un pas en avant, la persévérance doit continuer", "Fair", "Up"),
            ("FAIR-DOWN", "تراجع ملحوظ، يلزم تدارك النقص قريبا", "Baisse sensible, les lacunes sont à combler sans tarder", "Fair", "Down"),
            ("WEAK-1", "صعوبات في الأساسيات، الاستفادة من حصص الدعم ضرورية", "Difficultés sur les bases, le soutien est indispensable", "Weak", "Any"),
            ("WEAK-2", "نتائج غير كافية، ليطلب المساعدة كلما تعذر الفهم", "Résultats insuffisants, il faut demander de l'aide dès qu'un point résiste", "Weak", "Any"),
            ("WEAK-UP", "بداية تحسن تستحق التشجيع رغم صعوبات قائمة", "Début de progrès à encourager, malgré des difficultés", "Weak", "Up"),
            ("WEAK-DOWN", "تراجع مقلق، لقاء الأسرة والأستاذ مطلوب", "Baisse préoccupante, une rencontre avec la famille est souhaitée", "Weak", "Down"),
        ])
            yield return Line("remark-phrases", code, ++place, ar, fr, ToConfirm, new() { ["band"] = band, ["change"] = change });

        // The checklist of a licence of a private school: law 06-00 is the frame, the papers are ours, to be confirmed.
        place = 0;
        foreach (var (code, ar, fr, kinds, required) in ((string, string, string, string, bool)[])
        [
            ("REQUEST", "طلب موقع من صاحب المشروع", "Demande signée du promoteur", "Opening Extension Direction Cycle Renewal", true),
            ("OWNER-CIN", "بطاقة التعريف الوطنية لصاحب المشروع", "CIN du promoteur", "Opening Direction", true),
            ("STATUTES", "القانون الأساسي للشركة أو الجمعية", "Statuts de la société ou de l'association", "Opening Direction", false),
            ("PREMISES", "عقد ملكية المحل أو كرائه", "Titre de propriété ou contrat de bail des locaux", "Opening Extension", true),
            ("PLANS", "تصاميم البناية مصادق عليها", "Plans des locaux, visés", "Opening Extension Cycle", true),
            ("SAFETY", "شهادة السلامة والوقاية من الحريق", "Attestation de sécurité et de protection contre l'incendie", "Opening Extension Renewal", true),
            ("HEALTH", "شهادة المصالح الصحية", "Attestation des services d'hygiène", "Opening Extension Renewal", false),
            ("DIRECTOR", "شهادات مدير(ة) المؤسسة وسيرته", "Diplômes et parcours du directeur pédagogique", "Opening Direction", true),
            ("PROJECT", "المشروع التربوي والبرامج", "Projet pédagogique et programmes", "Opening Cycle", true),
            ("STAFF", "لائحة هيئة التدريس وشهاداتها", "Liste du corps enseignant et diplômes", "Opening Cycle Renewal", true),
            ("INSURANCE", "عقد التأمين المدرسي", "Contrat d'assurance scolaire", "Opening Renewal", true),
        ])
            yield return Line("licence-papers", code, ++place, ar, fr, ToConfirm, new() { ["kinds"] = kinds, ["required"] = required ? "yes" : "no" });

        // Papers that decisions about staff may come with: an edition of a procedure names those it asks for. No text read so far lists them, and each is to be confirmed.
        place = 0;
        foreach (var (code, ar, fr) in ((string, string, string)[])
        [
            ("REQUEST", "طلب خطي موقع من المعني(ة) بالأمر", "Demande écrite et signée de l'intéressé(e)"),
            ("CIN", "نسخة من البطاقة الوطنية للتعريف", "Copie de la carte nationale d'identité"),
            ("DIPLOMA", "نسخة من الشهادة أو الدبلوم", "Copie du diplôme"),
            ("MARRIAGE_ACT", "نسخة من عقد الزواج", "Copie de l'acte de mariage"),
            ("HOST_AGREEMENT", "موافقة الإدارة المستقبلة", "Accord de l'organisme d'accueil"),
            ("HEAD_OPINION", "رأي الرئيس المباشر", "Avis du supérieur hiérarchique"),
            ("TENURE_REPORT", "محضر لجنة الترسيم", "Procès-verbal de la commission de titularisation"),
            ("COUNCIL_OPINION", "رأي المجلس التأديبي", "Avis du conseil de discipline"),
            ("HEALTH_OPINION", "رأي المجلس الصحي", "Avis du conseil de santé"),
            ("LEAVE_PAPER", "الوثيقة المدلى بها مع الرخصة", "Pièce déposée avec le congé"),
            ("STAFF_DEATH", "نسخة من رسم وفاة الموظف(ة)", "Extrait de l'acte de décès de l'agent"),
            ("SERVICES", "بيان الخدمات", "Relevé des services"),
        ])
            yield return Line("decision-papers", code, ++place, ar, fr, ToConfirm, []);

        // The first three digits of an account, as they stand on the public lists of the banks; the central bank's own list decides.
        place = 0;
        foreach (var (code, ar, fr) in ((string, string, string)[])
        [
            ("007", "التجاري وفا بنك", "Attijariwafa Bank"),
            ("011", "بنك إفريقيا", "Bank of Africa"),
            ("013", "البنك المغربي للتجارة والصناعة", "BMCI"),
            ("021", "مصرف المغرب", "Crédit du Maroc"),
            ("022", "سهام بنك", "Saham Bank"),
            ("101", "البنك الشعبي", "Banque Populaire"),
            ("225", "القرض الفلاحي للمغرب", "Crédit Agricole du Maroc"),
            ("230", "القرض العقاري والسياحي", "CIH Bank"),
            ("310", "الخزينة العامة للمملكة", "Trésorerie Générale du Royaume"),
            ("350", "البريد بنك", "Al Barid Bank"),
        ])
            yield return Line("banks", code, ++place, ar, fr, ToConfirm, []);

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

        foreach (var (code, from, to, ar, fr, move) in ((string, DateOnly, DateOnly, string, string, int)[])
        [
            ("registrations", new(year, 5, 1), new(year + 1, 4, 30), "فترة التسجيل الأولي", "Période de préinscription", 0),
            ("marks-s1", new(year, 9, 15), new(year + 1, 2, 15), "فترة مسك نقط الأسدس الأول", "Saisie des notes du premier semestre", 7),
            ("roll-over", new(year + 1, 6, 15), new(year + 1, 10, 31), "فترة إعادة التسجيل الجماعية", "Période de réinscription collective", 0),
            ("marks-s2", new(year + 1, 2, 1), new(year + 1, 7, 15), "فترة مسك نقط الأسدس الثاني", "Saisie des notes du second semestre", 7),
            ("councils-s1", new(year + 1, 1, 12), new(year + 1, 2, 15), "فترة مجالس الأقسام للأسدس الأول", "Conseils de classe du premier semestre", 7),
            ("cards-s1", new(year + 1, 1, 12), new(year + 1, 2, 28), "فترة تسليم بيانات نتائج الأسدس الأول", "Délivrance des bulletins du premier semestre", 7),
            ("councils-s2", new(year + 1, 6, 1), new(year + 1, 7, 15), "فترة مجالس الأقسام للأسدس الثاني", "Conseils de classe du second semestre", 7),
            ("cards-s2", new(year + 1, 6, 1), new(year + 1, 7, 20), "فترة تسليم بيانات نتائج الأسدس الثاني", "Délivrance des bulletins du second semestre", 7),
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
                // How far a directorate may move it: ours, for the ministry to say.
                MoveDays = move,
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
            ("registrations.waiting-order", "zone siblings age", "ترتيب لائحة انتظار السنة الأولى (zone: محل السكنى، siblings: أخ أو أخت بالمؤسسة، age: السن القانوني)، ثم ساعة الطلب", "Ordre de la liste d'attente de 1re année (zone : secteur, siblings : frère ou sœur à l'école, age : âge légal), puis l'heure de la demande", ToConfirm),
            ("registrations.offer-hours", "48", "الساعات التي يحفظ فيها المقعد المعروض للأسرة", "Heures pendant lesquelles une place offerte est gardée à la famille", ToConfirm),
            ("registrations.preschool-age", "4", "سن الولوج إلى التعليم الأولي", "Âge d'entrée au préscolaire", "likely"),
            ("schooling.upper-age.pri", "15", "السن الأقصى بالابتدائي", "Âge maximal au primaire", ToConfirm),
            ("schooling.upper-age.col", "18", "السن الأقصى بالثانوي الإعدادي", "Âge maximal au collège", ToConfirm),
            ("schooling.upper-age.qua", "21", "السن الأقصى بالثانوي التأهيلي", "Âge maximal au lycée", ToConfirm),
            ("marks.pass.pri", "5", "معدل النجاح بالابتدائي", "Moyenne de passage au primaire", "likely"),
            ("marks.pass.sec", "10", "معدل النجاح بالثانوي", "Moyenne de passage au secondaire", "sure"),
            ("marks.rounding", "half-up", "طريقة التقريب", "Arrondi", ToConfirm),
            ("marks.remarks.bands", "16 14 12 10", "حدود فئات المعدل لاقتراح ملاحظات الأساتذة (ممتاز، حسن جدا، حسن، متوسط) من 20", "Seuils des tranches de moyenne pour suggérer des remarques (excellent, très bien, bien, moyen), sur 20", ToConfirm),
            ("marks.remarks.change", "2", "تغير المعدل عن الدورة السابقة الذي يذكر في اقتراح الملاحظات، بالنقط من 20", "Changement de moyenne depuis le semestre précédent dont parlent les remarques suggérées, en points sur 20", ToConfirm),
            ("marks.unjustified-absence", "0", "نقطة الغياب غير المبرر عن فرض", "Note d'une absence injustifiée à un contrôle", ToConfirm),
            ("pupil-notes.open-minutes", "120", "الدقائق التي يبقى فيها الملف التربوي مفتوحا بعد تسجيل قراءته", "Minutes pendant lesquelles un dossier éducatif reste ouvert après l'inscription de la lecture", ToConfirm),
            ("pupil-notes.strong", "14", "معدل مادة في السنة الماضية تعد به نقطة قوة، من 20", "Moyenne d'une matière l'an passé qui en fait un point fort, sur 20", ToConfirm),
            ("pupil-notes.weak", "8", "معدل مادة في السنة الماضية تعد دونه حاجة، من 20", "Moyenne d'une matière l'an passé au-dessous de laquelle elle est un besoin, sur 20", ToConfirm),
            ("pupil-notes.subjects", "3", "أقصى عدد من المواد التي يسميها الملف التربوي", "Matières nommées au plus dans un dossier éducatif", ToConfirm),
            ("attendance.hours", "M1=08:30-09:30 M2=09:30-10:30 M3=10:30-11:30 M4=11:30-12:30 S1=14:30-15:30 S2=15:30-16:30 S3=16:30-17:30 S4=17:30-18:30", "حصص اليوم الدراسي", "Heures de la journée scolaire", "likely"),
            ("timetables.week", "1=M1,M2,M3,M4,S1,S2,S3,S4 2=M1,M2,M3,M4,S1,S2,S3,S4 3=M1,M2,M3,M4,S1,S2,S3,S4 4=M1,M2,M3,M4,S1,S2,S3,S4 5=M1,M2,M3,M4,S2,S3,S4 6=M1,M2,M3,M4", "حصص الأسبوع الدراسي (1: الاثنين)", "Heures de la semaine scolaire (1 : lundi)", ToConfirm),
            ("timetables.last-day", "30-06", "آخر يوم للدروس في استعمال الزمن", "Dernier jour des cours dans les emplois du temps", ToConfirm),
            ("text-books.edit-days", "3", "الأيام بعد الحصة التي يغير فيها الأستاذ(ة) ما دونه بدفتر النصوص دون سبب", "Jours après la séance pendant lesquels l'enseignant modifie son cahier de textes sans motif", ToConfirm),
            ("text-books.late-days", "2", "الأيام بعد الحصة التي يعد بعدها التدوين بدفتر النصوص متأخرا", "Jours après la séance au-delà desquels le cahier de textes est rempli en retard", ToConfirm),
            ("text-books.heavy-minutes", "90", "دقائق الواجبات المنزلية ليوم واحد التي ينبه عندها أساتذة القسم", "Minutes de travail à la maison pour un jour à partir desquelles les enseignants de la classe sont avertis", ToConfirm),
            ("attendance.notice-minutes", "30", "الدقائق بين المناداة وإشعار الأسرة بغياب دون سبب", "Minutes entre l'appel et l'avis à la famille d'une absence sans motif", ToConfirm),
            ("attendance.settle-days", "2", "الأيام التي يصبح بعدها الغياب دون سبب غير مبرر", "Jours au bout desquels une absence sans motif est injustifiée", ToConfirm),
            ("attendance.reason-days", "15", "الأيام المسموح فيها للأسرة بتبرير الغياب", "Jours donnés à la famille pour justifier une absence", ToConfirm),
            ("attendance.call-days", "15", "الأيام المسموح فيها بإرسال المناداة بعد الحصة", "Jours donnés à l'enseignant pour envoyer un appel", ToConfirm),
            ("attendance.letter-days", "8", "الأيام التي تتركها الرسالة للأسرة للجواب", "Jours que la lettre laisse à la famille pour répondre", ToConfirm),
            ("attendance.interruption-days", "15", "أيام الدراسة المتتالية دون خبر التي يقترح بعدها اعتبار التلميذ(ة) منقطعا(ة)", "Jours de classe consécutifs sans nouvelles avant de proposer l'interruption", ToConfirm),
            ("attendance.thresholds.pri", "3 6 10", "عتبات التتبع بالابتدائي (أنصاف أيام غياب غير مبرر)", "Seuils de suivi au primaire (demi-journées injustifiées)", ToConfirm),
            ("attendance.thresholds.col", "3 6 10", "عتبات التتبع بالإعدادي (أنصاف أيام غياب غير مبرر)", "Seuils de suivi au collège (demi-journées injustifiées)", ToConfirm),
            ("attendance.thresholds.qua", "3 6 10", "عتبات التتبع بالتأهيلي (أنصاف أيام غياب غير مبرر)", "Seuils de suivi au lycée (demi-journées injustifiées)", ToConfirm),
            // Norms of the school map (domain 11 §5): pupils of a class, hours a teacher owes, and how many stay behind where no council has met yet.
            ("structure.class-size.pre", "25", "عدد تلاميذ القسم بالتعليم الأولي", "Élèves par classe au préscolaire", ToConfirm),
            ("structure.class-size.pri-first", "30", "عدد تلاميذ القسم بالسنتين الأوليين ابتدائي", "Élèves par classe aux deux premières années du primaire", ToConfirm),
            ("structure.class-size.pri", "36", "عدد تلاميذ القسم بالابتدائي", "Élèves par classe au primaire", ToConfirm),
            ("structure.class-size.col", "40", "عدد تلاميذ القسم بالإعدادي", "Élèves par classe au collège", ToConfirm),
            ("structure.class-size.qua", "40", "عدد تلاميذ القسم بالتأهيلي", "Élèves par classe au lycée", ToConfirm),
            ("structure.service.pri", "30", "ساعات عمل أستاذ الابتدائي في الأسبوع", "Service hebdomadaire au primaire (heures)", "likely"),
            ("structure.service.col", "24", "ساعات عمل أستاذ الإعدادي في الأسبوع", "Service hebdomadaire au collège (heures)", "likely"),
            ("structure.service.qua", "21", "ساعات عمل أستاذ التأهيلي في الأسبوع", "Service hebdomadaire au lycée (heures)", "likely"),
            // Weekly hours of each cadre (its own statute, and the ministry's yearly memo), and from which gap on the control of the use of staff asks.
            // Law 06-00 (private schools) is the frame; these figures are ours until the ministry confirms them.
            ("licences.alarm-first-days", "90", "أول إنذار قبل انتهاء ترخيص مؤسسة خصوصية بالأيام (القانون 06.00، للتأكيد)", "Première alerte avant l'expiration d'une autorisation d'école privée, en jours (loi 06-00, à confirmer)", ToConfirm),
            ("licences.alarm-second-days", "30", "ثاني إنذار قبل انتهاء الترخيص بالأيام", "Deuxième alerte avant l'expiration d'une autorisation, en jours", ToConfirm),
            ("licences.alarm-last-days", "7", "آخر إنذار قبل انتهاء الترخيص بالأيام", "Dernière alerte avant l'expiration d'une autorisation, en jours", ToConfirm),
            ("licences.years", "5", "مدة الترخيص المقترحة بالسنوات (القانون 06.00، للتأكيد)", "Durée proposée d'une autorisation, en années (loi 06-00, à confirmer)", ToConfirm),
            ("licences.appeal-days", "60", "أجل التظلم من توقيف الترخيص أو سحبه بالأيام (القانون 55.19، للتأكيد)", "Délai de recours contre une suspension ou un retrait d'autorisation, en jours (loi 55-19, à confirmer)", ToConfirm),
            ("licences.extra-hours", "8", "أقصى عدد ساعات أسبوعية لموظف عمومي بالتعليم الخصوصي (القانون 06.00 والمذكرات، للتأكيد)", "Heures hebdomadaires au plus d'un enseignant public dans le privé (loi 06-00 et notes, à confirmer)", ToConfirm),
            ("staffing.due.PEP", "30", "ساعات العمل الأسبوعية: أستاذ التعليم الابتدائي", "Service hebdomadaire : professeur de l'enseignement primaire (heures)", "likely"),
            ("staffing.due.PES_COL", "24", "ساعات العمل الأسبوعية: أستاذ التعليم الثانوي الإعدادي", "Service hebdomadaire : professeur du secondaire collégial (heures)", "likely"),
            ("staffing.due.PES_QUA", "21", "ساعات العمل الأسبوعية: أستاذ التعليم الثانوي التأهيلي", "Service hebdomadaire : professeur du secondaire qualifiant (heures)", "likely"),
            ("staffing.due.AGR", "14", "ساعات العمل الأسبوعية: أستاذ مبرز", "Service hebdomadaire : professeur agrégé (heures)", "likely"),
            ("staffing.under-hours", "4", "عدد الساعات الناقصة عن الحصة الأسبوعية الذي يفتح تنبيها", "Heures manquantes au service à partir desquelles une alerte s'ouvre", ToConfirm),
            ("staffing.over-hours", "2", "عدد الساعات الزائدة عن الحصة الأسبوعية الذي يفتح تنبيها", "Heures au-delà du service à partir desquelles une alerte s'ouvre", ToConfirm),
            ("staffing.other-subject-hours", "1", "ساعات تدريس مادة غير مادة التخصص التي تفتح تنبيها", "Heures dans une autre matière que la sienne à partir desquelles une alerte s'ouvre", ToConfirm),
            ("structure.repeat.pri", "8", "نسبة التكرار المتوقعة بالابتدائي (%)", "Redoublement prévu au primaire (%)", ToConfirm),
            ("structure.repeat.col", "14", "نسبة التكرار المتوقعة بالإعدادي (%)", "Redoublement prévu au collège (%)", ToConfirm),
            ("structure.repeat.qua", "12", "نسبة التكرار المتوقعة بالتأهيلي (%)", "Redoublement prévu au lycée (%)", ToConfirm),
            ("enrollments.join-days", "15", "الأيام بعد انطلاق الدراسة التي يعتبر بعدها التلميذ(ة) غير ملتحق(ة)", "Jours après le début des cours au-delà desquels un élève attendu est non rejoignant", ToConfirm),
            ("out-of-school.first-days", "7", "الأيام بين رصد طفل(ة) خارج المدرسة وأول اتصال بأسرته", "Jours entre la découverte d'un enfant hors de l'école et le premier contact", ToConfirm),
            ("out-of-school.quiet-days", "30", "أقصى عدد من الأيام بين خطوتين في تتبع طفل(ة) خارج المدرسة", "Jours au plus entre deux étapes du suivi d'un enfant hors de l'école", ToConfirm),
            ("out-of-school.left-days", "15", "الأيام بعد مغادرة لائحة مؤسسة التي يعتبر بعدها الطفل(ة) خارج المدرسة", "Jours après la sortie d'une liste au-delà desquels un enfant est hors de l'école", ToConfirm),
            ("out-of-school.tries", "3", "عدد محاولات الاتصال قبل اعتبار الطفل(ة) مجهول المصير", "Contacts tentés avant de dire un enfant perdu de vue", ToConfirm),
            ("out-of-school.oldest", "18", "أقصى سن في تتبع الأطفال خارج المدرسة (التمدرس إلزامي من 4 إلى 16، القانون الإطار 51.17)", "Âge maximal du suivi des enfants hors de l'école (scolarité obligatoire de 4 à 16 ans, loi-cadre 51-17)", ToConfirm),
            ("enrollments.suspend-days", "8", "أقصى عدد أيام توقيف تلميذ(ة) عن الدراسة", "Jours au plus d'une suspension d'élève", ToConfirm),
            ("enrollments.undo-hours", "48", "الساعات التي يمكن خلالها التراجع عن إعادة التسجيل", "Heures pendant lesquelles la réinscription peut être annulée", ToConfirm),
            ("staff-lists.undo-hours", "48", "الساعات التي يمكن خلالها التراجع عن لائحة موظفين مستوردة", "Heures pendant lesquelles une liste du personnel importée peut être annulée", ToConfirm),
            ("staff-merges.undo-days", "30", "الأيام التي يمكن خلالها التراجع عن دمج ملفي موظف(ة)", "Jours pendant lesquels la fusion de deux dossiers d'un agent peut être annulée", ToConfirm),
            ("transfers.answer-days", "3", "أيام العمل المتاحة لجواب المؤسسة الأصلية قبل إحالة الانتقال على المديرية", "Jours ouvrables de réponse de l'établissement d'origine avant décision de la direction", ToConfirm),
            ("transfers.joining-days", "15", "الأيام المتاحة لالتحاق التلميذ بالمؤسسة المستقبلة", "Jours donnés à l'élève pour rejoindre l'établissement d'accueil", ToConfirm),
            ("guidance.wishes", "3", "عدد اختيارات التوجيه لكل تلميذ(ة)", "Vœux d'orientation par élève", ToConfirm),
            ("guidance.appeal-days", "5", "الأيام المتاحة للطعن في نتيجة التوجيه", "Jours pour faire appel d'un résultat d'orientation", ToConfirm),
            // Which streams a stream of the same level may be left for within the year; a stream without a line is left for none.
            ("guidance.switch.TCS", "TCLSH;TCT", "مسالك يمكن الانتقال إليها بإعادة التوجيه من: جذع مشترك علمي", "Filières ouvertes à la réorientation depuis : Tronc commun scientifique", ToConfirm),
            ("guidance.switch.TCLSH", "TCS;TCT", "مسالك يمكن الانتقال إليها بإعادة التوجيه من: جذع مشترك للآداب والعلوم الإنسانية", "Filières ouvertes à la réorientation depuis : Tronc commun lettres et sciences humaines", ToConfirm),
            ("guidance.switch.TCT", "TCS;TCLSH", "مسالك يمكن الانتقال إليها بإعادة التوجيه من: جذع مشترك تكنولوجي", "Filières ouvertes à la réorientation depuis : Tronc commun technologique", ToConfirm),
            ("guidance.switch.TCEO", "TCLSH", "مسالك يمكن الانتقال إليها بإعادة التوجيه من: جذع مشترك للتعليم الأصيل", "Filières ouvertes à la réorientation depuis : Tronc commun enseignement originel", ToConfirm),
            ("guidance.switch.1BACSM", "1BACSE;1BACSEG;1BACSTE;1BACSTM", "مسالك يمكن الانتقال إليها بإعادة التوجيه من: علوم رياضية", "Filières ouvertes à la réorientation depuis : Sciences mathématiques", ToConfirm),
            ("guidance.switch.1BACSE", "1BACSM;1BACSEG;1BACSTE;1BACSTM;1BACLSH", "مسالك يمكن الانتقال إليها بإعادة التوجيه من: علوم تجريبية", "Filières ouvertes à la réorientation depuis : Sciences expérimentales", ToConfirm),
            ("guidance.switch.1BACSEG", "1BACSE;1BACLSH", "مسالك يمكن الانتقال إليها بإعادة التوجيه من: علوم الاقتصاد والتدبير", "Filières ouvertes à la réorientation depuis : Sciences économiques et gestion", ToConfirm),
            ("guidance.switch.1BACSTE", "1BACSE;1BACSTM;1BACSEG", "مسالك يمكن الانتقال إليها بإعادة التوجيه من: علوم وتكنولوجيات كهربائية", "Filières ouvertes à la réorientation depuis : Sciences et technologies électriques", ToConfirm),
            ("guidance.switch.1BACSTM", "1BACSE;1BACSTE;1BACSEG", "مسالك يمكن الانتقال إليها بإعادة التوجيه من: علوم وتكنولوجيات ميكانيكية", "Filières ouvertes à la réorientation depuis : Sciences et technologies mécaniques", ToConfirm),
            ("guidance.switch.1BACLSH", "1BACSEG", "مسالك يمكن الانتقال إليها بإعادة التوجيه من: آداب وعلوم إنسانية", "Filières ouvertes à la réorientation depuis : Lettres et sciences humaines", ToConfirm),
            ("guidance.switch.1BACLA", "1BACSC;1BACLSH", "مسالك يمكن الانتقال إليها بإعادة التوجيه من: اللغة العربية (أصيل)", "Filières ouvertes à la réorientation depuis : Enseignement originel - langue arabe", ToConfirm),
            ("guidance.switch.1BACSC", "1BACLA;1BACLSH", "مسالك يمكن الانتقال إليها بإعادة التوجيه من: العلوم الشرعية (أصيل)", "Filières ouvertes à la réorientation depuis : Enseignement originel - sciences de la chariaa", ToConfirm),
            ("guidance.switch.2BACSMA", "2BACSMB;2BACSP", "مسالك يمكن الانتقال إليها بإعادة التوجيه من: مسلك العلوم الرياضية أ", "Filières ouvertes à la réorientation depuis : Sciences mathématiques A", ToConfirm),
            ("guidance.switch.2BACSMB", "2BACSMA;2BACSP", "مسالك يمكن الانتقال إليها بإعادة التوجيه من: مسلك العلوم الرياضية ب", "Filières ouvertes à la réorientation depuis : Sciences mathématiques B", ToConfirm),
            ("guidance.switch.2BACSP", "2BACSVT;2BACSAG", "مسالك يمكن الانتقال إليها بإعادة التوجيه من: مسلك العلوم الفيزيائية", "Filières ouvertes à la réorientation depuis : Sciences physiques", ToConfirm),
            ("guidance.switch.2BACSVT", "2BACSP;2BACSAG", "مسالك يمكن الانتقال إليها بإعادة التوجيه من: مسلك علوم الحياة والأرض", "Filières ouvertes à la réorientation depuis : Sciences de la vie et de la terre", ToConfirm),
            ("guidance.switch.2BACSAG", "2BACSVT", "مسالك يمكن الانتقال إليها بإعادة التوجيه من: مسلك العلوم الزراعية", "Filières ouvertes à la réorientation depuis : Sciences agronomiques", ToConfirm),
            ("guidance.switch.2BACSEC", "2BACSGC", "مسالك يمكن الانتقال إليها بإعادة التوجيه من: مسلك العلوم الاقتصادية", "Filières ouvertes à la réorientation depuis : Sciences économiques", ToConfirm),
            ("guidance.switch.2BACSGC", "2BACSEC", "مسالك يمكن الانتقال إليها بإعادة التوجيه من: مسلك علوم التدبير المحاسباتي", "Filières ouvertes à la réorientation depuis : Sciences de gestion comptable", ToConfirm),
            ("guidance.switch.2BACLET", "2BACSH", "مسالك يمكن الانتقال إليها بإعادة التوجيه من: مسلك الآداب", "Filières ouvertes à la réorientation depuis : Lettres", ToConfirm),
            ("guidance.switch.2BACSH", "2BACLET", "مسالك يمكن الانتقال إليها بإعادة التوجيه من: مسلك العلوم الإنسانية", "Filières ouvertes à la réorientation depuis : Sciences humaines", ToConfirm),
            ("exports.large", "500", "عدد الأشخاص في ملف الذي تلزم بعده موافقة شخص ثان", "Personnes dans un fichier au-delà desquelles une deuxième personne doit donner son accord", ToConfirm),
            ("exports.daily", "3000", "عدد الأشخاص في اليوم الذي تتوقف بعده الملفات", "Personnes par jour au-delà desquelles les fichiers s'arrêtent", ToConfirm),
            ("exports.daily.provincial-director", "10000", "عدد الأشخاص في اليوم: المدير الإقليمي", "Personnes par jour : directeur provincial", ToConfirm),
            ("exports.daily.hr-manager", "10000", "عدد الأشخاص في اليوم: الموارد البشرية", "Personnes par jour : ressources humaines", ToConfirm),
            ("exports.daily.academy-mobility", "20000", "عدد الأشخاص في اليوم: الحركة بالأكاديمية", "Personnes par jour : mouvement à l'académie", ToConfirm),
            ("finance.answer-days", "15", "أيام انتظار جواب وزارة المالية قبل أن يعد متأخرا", "Jours d'attente d'une réponse des Finances avant de la dire en retard", ToConfirm),
            ("mobility.wishes", "10", "العدد الأقصى للاختيارات", "Nombre maximal de vœux", "sure"),
            ("mobility.minimum-years", "2", "الأقدمية المطلوبة في المنصب بالسنوات", "Années d'ancienneté exigées dans le poste", "likely"),
            ("mobility.wish-kind", "Commune", "ما يختاره المشارك: جماعة أو مؤسسة أو مديرية (Commune أو School أو Directorate)", "Ce qu'un vœu nomme (Commune, School ou Directorate)", ToConfirm),
            ("mobility.regional.wish-kind", "School", "الحركة الجهوية: ما يختاره المشارك", "Mouvement régional : ce qu'un vœu nomme", ToConfirm),
            ("mobility.local.wish-kind", "School", "الحركة المحلية: ما يختاره المشارك", "Mouvement local : ce qu'un vœu nomme", ToConfirm),
            ("mobility.surplus.wish-kind", "School", "الفائض والخصاص: ما يختاره المشارك", "Excédents et déficits : ce qu'un vœu nomme", ToConfirm),
            ("mobility.surplus.minimum-years", "0", "الفائض والخصاص: الأقدمية المطلوبة في المنصب بالسنوات", "Excédents et déficits : années exigées dans le poste", ToConfirm),
            ("mobility.exchange.wish-kind", "School", "التبادل الآلي: ما يختاره المشارك", "Échange automatique : ce qu'un vœu nomme", ToConfirm),
            ("mobility.health.minimum-years", "0", "الانتقال لأسباب صحية: الأقدمية المطلوبة في المنصب بالسنوات", "Mutation pour raisons de santé : années exigées dans le poste", ToConfirm),
            ("mobility.ministry-validation", "no", "تصادق الوزارة أيضا على طلبات الحركات الوطنية (yes أو no)", "La validation du ministère s'ajoute à celle de l'académie (yes ou no)", ToConfirm),
            // Memo 97 as practised: who has most to lose moves last; by points or by years in the post is not established.
            ("mobility.surplus-leaves", "points", "من ينتقل أولا من الفائضين بالمؤسسة والمادة: الأقل نقطا (points) أو الأحدث في المنصب (post)", "Qui part d'abord parmi les agents en surnombre : le moins de points (points) ou le plus récent dans le poste (post)", ToConfirm),
            ("mobility.priority-years", "16", "سنوات الأقدمية في المنصب المخولة للأولوية", "Années dans le poste donnant priorité", ToConfirm),
            ("mobility.correction-days", "5", "أيام التصحيح بعد إرجاع الطلب", "Jours pour corriger une demande renvoyée", ToConfirm),
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
            ("leaves.week", "5", "أيام العمل في الأسبوع ابتداء من الاثنين، لاحتساب الرخص بأيام العمل", "Jours ouvrables de la semaine à partir du lundi, pour les congés comptés en jours ouvrables", ToConfirm),
            ("leaves.back-days", "7", "أيام يمكن أن تسبق فيها بداية الرخصة يوم طلبها", "Jours dont le début d'un congé peut précéder sa demande", ToConfirm),
            ("leaves.head-days", "3", "أيام إبداء رأي الرئيس المباشر قبل أن تبت المديرية بدونه", "Jours donnés au chef d'établissement pour son avis, avant décision sans lui", ToConfirm),
            ("leaves.return-days", "1", "أيام بعد انتهاء الرخصة لتسجيل العودة قبل إخبار المديرية", "Jours après la fin d'un congé pour enregistrer la reprise, avant d'alerter la direction provinciale", ToConfirm),
            ("leaves.extension-days", "2", "أيام بعد انتهاء الرخصة يمكن خلالها طلب تمديدها", "Jours après la fin d'un congé pendant lesquels sa prolongation peut être demandée", ToConfirm),
            ("leaves.visit-days", "3", "أجل الفحص المضاد بالأيام", "Délai de la contre-visite, en jours", ToConfirm),
            ("leaves.flag.count", "3", "عدد الرخص القصيرة في السنة الذي يفتح طلب إيضاح", "Nombre de congés courts dans l'année qui ouvre une demande d'explication", ToConfirm),
            ("leaves.flag.days", "15", "أقصى مدة الرخصة القصيرة بالأيام", "Durée maximale d'un congé court, en jours", ToConfirm),
            ("leaves.flag.window", "civil", "السنة التي تعد فيها الرخص القصيرة (civil أو school أو sliding)", "Année dans laquelle les congés courts sont comptés (civil, school ou sliding)", ToConfirm),
            ("leaves.flag.reply-days", "10", "أجل جواب الموظف على طلب الإيضاح بالأيام", "Délai de réponse de l'intéressé(e) à la demande d'explication, en jours", ToConfirm),
            ("tabligh.keep-days", "3", "أيام احتفاظ هاتف الموظف بآخر صفحة من ملفه دون إنترنت", "Jours pendant lesquels le téléphone garde la dernière vue du dossier hors connexion", ToConfirm),
            ("contributions.former-years", "4", "عدد السنوات السابقة التي يستخلص باقي مساهماتها", "Années antérieures dont le reste des contributions est recevable", ToConfirm),
            ("print-kits.room-seats", "20", "عدد المترشحين في لائحة القاعة الواحدة", "Candidats sur la liste d'une salle", ToConfirm),
            ("deadlines.justification-days", "3", "أيام العمل للبت في مبرر غياب", "Jours ouvrables pour traiter une justification d'absence", ToConfirm),
            ("deadlines.correction-days", "5", "أيام العمل للبت في طلب تصحيح نقطة", "Jours ouvrables pour traiter une demande de correction de note", ToConfirm),
            ("family.paper-days", "15", "أجل الإدلاء بوثيقة ناقصة في ملف التعويضات العائلية، بالأيام", "Délai pour une pièce manquante d'un dossier d'allocations familiales, en jours", ToConfirm),
            ("family.office-days", "5", "أجل فحص المديرية لتصريح عائلي، بالأيام", "Délai d'examen d'une déclaration familiale par la direction, en jours", ToConfirm),
            // Law 56-03: debts of the State lapse after four years.
            ("family.back-months", "48", "عدد الأشهر السابقة التي يشملها أثر قرار التعويضات العائلية", "Mois en arrière auxquels remonte une décision d'allocations familiales", ToConfirm),
            ("meetings.minutes", "20", "مدة موعد الأسرة مع الأستاذ(ة) بالدقائق", "Durée d'un rendez-vous d'une famille avec un enseignant, en minutes", ToConfirm),
            ("meetings.days", "14", "الأيام التي يمكن أن يحجز فيها موعد مسبقا", "Jours à l'avance pour lesquels un rendez-vous se prend", ToConfirm),
            ("meetings.notice-hours", "24", "أقل عدد من الساعات بين حجز الموعد ووقته", "Heures au moins entre la prise du rendez-vous et son heure", ToConfirm),
            ("meetings.most", "3", "أقصى عدد من المواعيد القادمة لولي الأمر", "Rendez-vous à venir qu'un tuteur peut avoir", ToConfirm),
            ("meetings.daily", "6", "أقصى عدد من طلبات المواعيد لولي الأمر خلال 24 ساعة", "Rendez-vous qu'un tuteur peut demander en 24 heures", ToConfirm),
            ("accounts.confirm-months", "6", "الأشهر التي يسأل بعدها ولي الأمر هل مازال رقم هاتفه صحيحا", "Mois après lesquels un tuteur est invité à confirmer son téléphone", ToConfirm),
            ("accounts.phone-daily", "3", "أقصى عدد من طلبات تغيير الهاتف لولي الأمر خلال 24 ساعة", "Changements de téléphone qu'un tuteur peut demander en 24 heures", ToConfirm),
            ("accounts.phone-stop-hours", "72", "الساعات التي يمكن خلالها إيقاف تغيير الهاتف من الرقم السابق", "Heures pendant lesquelles l'ancien numéro peut arrêter le changement", ToConfirm),
            ("accounts.naming-days", "366", "أقصى عدد من الأيام يعين خلالها المدير(ة) كاتبا أو حارسا عاما في المنصة", "Jours pour lesquels un directeur désigne au plus un secrétaire ou un surveillant dans la plateforme", ToConfirm),
            ("accounts.lending-days", "30", "أقصى عدد من الأيام يفوض خلالها المدير(ة) دوره في المنصة", "Jours pour lesquels un directeur délègue au plus son rôle dans la plateforme", ToConfirm),
            ("pupils.reports-daily", "5", "أقصى عدد من التبليغات عن معطيات خاطئة في الملف خلال 24 ساعة", "Erreurs de dossier qu'une personne peut signaler en 24 heures", ToConfirm),
            ("claims.tries", "10", "عدد المحاولات الخاطئة لإضافة تلميذ قبل إغلاق الإضافة ليوم واحد", "Essais erronés pour ajouter un enfant avant un blocage d'un jour", ToConfirm),
            ("claims.slip-days", "30", "أيام صلاحية ورقة إضافة تلميذ", "Validité du papier d'ajout d'un enfant, en jours", ToConfirm),
            ("claims.answer-days", "7", "أيام انتظار جواب أولياء الأمر قبل أن يقرر المدير(ة) في طلب إضافة", "Jours d'attente des tuteurs avant que le chef d'établissement ne décide d'une demande d'ajout", ToConfirm),
            ("claims.open-days", "30", "أيام يسقط بعدها طلب إضافة لم يجب عنه أحد", "Jours après lesquels une demande d'ajout sans réponse tombe", ToConfirm),
            // How long a head may be silent before the directorate is told; of transfers, corrections and leaves the delay stands with their own settings.
            ("escalations.registrations-days", "5", "أيام العمل المتاحة للمدير(ة) للبت في طلب تسجيل قبل إحالته على المديرية", "Jours ouvrables du directeur pour une demande d'inscription, avant la direction provinciale", ToConfirm),
            ("escalations.council-appeals-days", "5", "أيام العمل المتاحة للمدير(ة) لجواب مجلس القسم عن تظلم أسرة قبل إحالته على المديرية", "Jours ouvrables pour la réponse du conseil de classe au recours d'une famille, avant la direction provinciale", ToConfirm),
            // No text read so far says how long a family has against a class council.
            ("report-cards.appeal-days", "10", "أجل تظلم الأسرة من قرار مجلس القسم بالأيام ابتداء من ساعة نشر البيان", "Délai de recours de la famille contre une décision du conseil de classe, en jours depuis l'heure de publication du bulletin", ToConfirm),
            ("escalations.messages-days", "3", "أيام العمل المتاحة للمدير(ة)، بعد انتهاء أجل جواب الأسرة، قبل إحالة رسالتها على المديرية", "Jours ouvrables du directeur après l'échéance de la réponse à une famille, avant la direction provinciale", ToConfirm),
            ("escalations.claims-days", "10", "أيام العمل المتاحة للمدير(ة) للبت في طلب إضافة طفل(ة) قبل إحالته على المديرية", "Jours ouvrables du directeur pour une demande d'ajout d'un enfant, avant la direction provinciale", ToConfirm),
            ("escalations.reports-days", "5", "أيام العمل المتاحة للمدير(ة) للبت في ملاحظة حول معطى خاطئ قبل إحالتها على المديرية", "Jours ouvrables du directeur pour le signalement d'une donnée erronée, avant la direction provinciale", ToConfirm),
            ("escalations.notes-days", "5", "أيام العمل المتاحة للمدير(ة) للبت في ملاحظة تربوية حساسة قبل إحالتها على المديرية", "Jours ouvrables du directeur pour une observation sensible d'un enseignant, avant la direction provinciale", ToConfirm),
            ("escalations.soon-days", "2", "أيام العمل قبل آخر أجل التي يظهر فيها الملف للمدير(ة) كقريب الأجل", "Jours ouvrables avant l'échéance pendant lesquels un dossier est signalé au directeur", ToConfirm),
            ("messages.answer-days", "5", "أيام العمل الممنوحة للمؤسسة للجواب على رسالة أسرة قبل أن يقرأها المدير(ة)", "Jours ouvrables donnés à l'établissement pour répondre à une famille, avant que le directeur ne lise le message", ToConfirm),
            ("messages.daily", "5", "أقصى عدد من الرسائل لولي الأمر خلال 24 ساعة", "Messages qu'un tuteur peut envoyer en 24 heures", ToConfirm),
            ("messages.letters-daily", "20", "أقصى عدد من الرسائل التي يبعث بها الأستاذ(ة) أو المدير(ة) أو الحارس(ة) العام(ة) إلى أسرة تلميذ خلال 24 ساعة", "Messages qu'une personne de l'établissement peut adresser à la famille d'un élève en 24 heures", ToConfirm),
            ("messages.class-letters-daily", "4", "أقصى عدد من الرسائل إلى أسر قسم كامل خلال 24 ساعة", "Messages qu'une personne de l'établissement peut adresser aux familles d'une classe en 24 heures", ToConfirm),
            ("messages.open", "10", "أقصى عدد من المراسلات غير المغلقة لولي الأمر", "Échanges non clos qu'un tuteur peut avoir", ToConfirm),
            ("marks.later-hours", "72", "أقصى عدد من الساعات بين ظهور النقط للتلاميذ ولأوليائهم", "Heures au plus entre l'affichage des notes aux élèves et à leurs tuteurs", ToConfirm),
            ("resources.video-mb", "60", "أقصى وزن لفيديو مورد رقمي بملايين البايتات", "Poids d'une vidéo d'une ressource numérique au plus, en millions d'octets", ToConfirm),
            ("resources.low-video-mb", "15", "أقصى وزن للفيديو الخفيف بملايين البايتات", "Poids d'une vidéo légère au plus, en millions d'octets", ToConfirm),
            ("resources.audio-mb", "10", "أقصى وزن للصوت بملايين البايتات", "Poids d'un audio au plus, en millions d'octets", ToConfirm),
            ("resources.paper-mb", "8", "أقصى وزن لوثيقة PDF بملايين البايتات", "Poids d'un document PDF au plus, en millions d'octets", ToConfirm),
            ("resources.text-kb", "200", "أقصى طول لنص مورد رقمي بآلاف البايتات", "Longueur d'un texte au plus, en milliers d'octets", ToConfirm),
            ("resources.daily-items", "20", "أقصى عدد من الصيغ يضيفها الشخص خلال 24 ساعة", "Versions qu'une personne ajoute au plus en 24 heures", ToConfirm),
            ("resources.daily-mb", "200", "أقصى وزن لما يضيفه الشخص خلال 24 ساعة بملايين البايتات", "Ce qu'une personne ajoute au plus en 24 heures, en millions d'octets", ToConfirm),
            ("resources.daily-read-mb", "500", "أقصى وزن لما ينزله الشخص في اليوم بملايين البايتات", "Ce qu'une personne télécharge au plus par jour, en millions d'octets", ToConfirm),
            ("resources.drafts", "30", "أقصى عدد من الموارد التي بدأها الشخص ولم يرسلها بعد", "Ressources commencées et non envoyées qu'une personne peut avoir au plus", ToConfirm),
            ("mobility.appeal-days", "10", "أجل الطعن في نتيجة الحركة الانتقالية بالأيام ابتداء من نشرها", "Délai de recours contre le résultat d'un mouvement, en jours depuis la publication", ToConfirm),
            // Dahir 1-58-008, article 75 bis: who has not taken up service is given formal notice and seven days from it.
            ("installations.join-days", "3", "أجل الالتحاق بمقر العمل الجديد بالأيام", "Délai pour rejoindre le nouveau poste, en jours", ToConfirm),
            ("installations.notice-days", "7", "أجل كل إنذار بالالتحاق بالأيام", "Délai de chaque mise en demeure de rejoindre le poste, en jours", "likely"),
            ("staff-files.send-days", "10", "أجل جرد ملف الموظف المنتقل وإرساله بالأيام", "Délai pour inventorier et envoyer le dossier d'un agent muté, en jours", ToConfirm),
            ("staff-files.transit-days", "15", "أجل وصول ملف الموظف والتوقيع على تسلمه بالأيام", "Délai d'acheminement et de réception du dossier d'un agent, en jours", ToConfirm),
            ("staff-files.answer-days", "10", "أجل الجواب عن وثائق ناقصة في ملف موظف بالأيام", "Délai pour répondre des pièces manquantes d'un dossier, en jours", ToConfirm),
            ("domiciliations.stop-hours", "72", "الساعات التي يمكن خلالها إيقاف طلب تغيير الحساب البنكي قبل قبوله", "Heures pendant lesquelles une demande de changement de compte peut être arrêtée avant d'être acceptée", ToConfirm),
            ("domiciliations.last-day", "10", "آخر يوم في الشهر ليصرف أجر الشهر نفسه بالحساب الجديد", "Dernier jour du mois pour que la paie du mois aille au nouveau compte", ToConfirm),
            ("domiciliations.office-days", "10", "الأيام المعتادة لمعالجة طلب تغيير الحساب البنكي", "Jours habituels de traitement d'une demande de changement de compte", ToConfirm),
            ("domiciliations.paper-days", "60", "الأيام التي تحفظ خلالها شهادة البنك بعد انتهاء الطلب", "Jours de conservation de l'attestation de la banque après la fin de la demande", ToConfirm),
            ("exchanges.years-in-post", "2", "السنوات الدراسية الكاملة المطلوبة في المنصب الحالي لتبادل المناصب", "Années scolaires complètes dans le poste pour un échange", ToConfirm),
            ("exchanges.answer-days", "10", "أجل قبول اقتراح تبادل المناصب بالأيام", "Délai pour accepter une proposition d'échange, en jours", ToConfirm),
            ("exchanges.office-days", "10", "الأيام المعتادة لجواب المديرية أو الأكاديمية في تبادل المناصب", "Jours habituels de réponse d'une direction ou d'une académie à un échange", ToConfirm),
            ("exchanges.notice-days", "15", "أقل عدد من الأيام بين اقتراح التبادل وتاريخ مفعوله", "Jours au moins entre la proposition d'un échange et sa date d'effet", ToConfirm),
            ("exchanges.offer-days", "180", "أيام عرض طلب التبادل في اللوحة", "Jours d'affichage d'une offre d'échange au tableau", ToConfirm),
            ("training.exam-lines", "local-exam-3ac regional-exam-1bac national-exam regional-exam-3ac", "خطوط اللائحة السنوية التي لا تبرمج تكوينات في أسابيعها لأنها امتحانات", "Lignes du calendrier qui sont des examens : pas de formation dans leurs semaines", ToConfirm),
            ("training.entry-lines", "staff-entry pupils-welcome courses-start", "خطوط اللائحة السنوية التي لا تبرمج تكوينات في أسابيعها لأنها الدخول المدرسي", "Lignes du calendrier qui sont la rentrée : pas de formation dans leurs semaines", ToConfirm),
            ("training.present-share", "80", "أقل نسبة من أيام التكوين لمنح شهادة الحضور (%)", "Part des jours de formation pour une attestation de présence (%)", ToConfirm),
            ("training.again-years", "5", "سنوات لا يستدعى خلالها الموظف مرتين إلى تكوين في الموضوع نفسه", "Années pendant lesquelles nul n'est appelé deux fois à une formation sur le même thème", ToConfirm),
            // Law 41-90, article 23: sixty days to bring a decision before the administrative court.
            ("decisions.delegation-days", "366", "أقصى مدة لتفويض التأشير أو الإمضاء بالأيام", "Durée maximale d'une délégation de visa ou de signature, en jours", ToConfirm),
            ("decisions.appeal-days", "60", "أجل التظلم والطعن في القرار بالأيام ابتداء من التبليغ", "Délai de recours contre une décision, en jours depuis la notification", "likely"),
            ("decisions.appeal-answer-days", "60", "أجل جواب الإدارة عن تظلم من قرار بالأيام؛ السكوت بعده بمثابة رفض", "Délai de réponse à un recours contre une décision, en jours ; passé ce délai, le silence vaut rejet", "likely"),
            ("strikes.reply-days", "10", "أجل جواب الموظف عن غياب يوم إضراب بالأيام قبل اقتراح الاقتطاع", "Délai de réponse d'un agent à une absence de grève avant toute retenue, en jours", ToConfirm),
            ("strikes.back-days", "60", "أقصى عدد من الأيام بين يوم الإضراب وإدخال لائحة المتغيبين", "Jours au plus entre la grève et la saisie de la liste des absents", ToConfirm),
            // Dahir 1-58-008, articles 66 to 75: the council before all but a warning and a blame, its delay, and when the trace may be erased.
            ("discipline.reply-days", "10", "أجل الإدلاء بالإيضاحات في ملف تأديبي بالأيام", "Délai pour répondre à une demande d'explications, en jours", ToConfirm),
            ("discipline.council-days", "30", "أجل رأي المجلس التأديبي بالأيام", "Délai de l'avis du conseil de discipline, en jours", "likely"),
            ("discipline.exclusion-days", "30", "أقصى عدد من أيام الحرمان المؤقت من الأجرة بقرار واحد", "Jours d'exclusion temporaire au plus par décision", ToConfirm),
            ("discipline.council.warning", "0", "استشارة المجلس التأديبي قبل الإنذار (1: نعم، 0: لا)", "Conseil de discipline avant un avertissement (1 : oui, 0 : non)", "likely"),
            ("discipline.council.blame", "0", "استشارة المجلس التأديبي قبل التوبيخ (1: نعم، 0: لا)", "Conseil de discipline avant un blâme (1 : oui, 0 : non)", "likely"),
            ("discipline.council.strike-off", "1", "استشارة المجلس التأديبي قبل الحذف من لائحة الترقي (1: نعم، 0: لا)", "Conseil de discipline avant la radiation du tableau d'avancement (1 : oui, 0 : non)", "likely"),
            ("discipline.council.lower-echelon", "1", "استشارة المجلس التأديبي قبل الانحدار من الرتبة (1: نعم، 0: لا)", "Conseil de discipline avant l'abaissement d'échelon (1 : oui, 0 : non)", "likely"),
            ("discipline.council.exclusion", "1", "استشارة المجلس التأديبي قبل الحرمان المؤقت من الأجرة (1: نعم، 0: لا)", "Conseil de discipline avant l'exclusion temporaire (1 : oui, 0 : non)", "likely"),
            ("discipline.above-council", "0", "عقوبة أشد من رأي المجلس التأديبي (1: ممكنة، 0: لا)", "Sanction plus lourde que l'avis du conseil (1 : possible, 0 : non)", ToConfirm),
            ("discipline.erase-years.none", "1", "السنوات التي يطلب بعدها محو أثر ملف انتهى دون عقوبة", "Années avant l'effacement d'un dossier clos sans sanction", ToConfirm),
            ("discipline.erase-years.warning", "5", "السنوات التي يطلب بعدها محو أثر الإنذار", "Années avant l'effacement d'un avertissement", "likely"),
            ("discipline.erase-years.blame", "5", "السنوات التي يطلب بعدها محو أثر التوبيخ", "Années avant l'effacement d'un blâme", "likely"),
            ("discipline.erase-years.strike-off", "10", "السنوات التي يطلب بعدها محو أثر الحذف من لائحة الترقي", "Années avant l'effacement d'une radiation du tableau", "likely"),
            ("discipline.erase-years.lower-echelon", "10", "السنوات التي يطلب بعدها محو أثر الانحدار من الرتبة", "Années avant l'effacement d'un abaissement d'échelon", "likely"),
            ("discipline.erase-years.exclusion", "10", "السنوات التي يطلب بعدها محو أثر الحرمان المؤقت من الأجرة", "Années avant l'effacement d'une exclusion temporaire", "likely"),
            ("careers.retirement-age", "63", "سن الإحالة على التقاعد", "Âge de la retraite", "likely"),
            ("careers.proportional-men", "24", "سنوات الخدمة للتقاعد النسبي، الرجال", "Années de service pour la retraite proportionnelle, hommes", ToConfirm),
            ("careers.proportional-women", "18", "سنوات الخدمة للتقاعد النسبي، النساء", "Années de service pour la retraite proportionnelle, femmes", ToConfirm),
            ("careers.recruitment-age-least", "18", "أدنى سن للتوظيف", "Âge minimal de recrutement", "likely"),
            ("careers.recruitment-age-most", "45", "أقصى سن للتوظيف", "Âge maximal de recrutement", ToConfirm),
            ("careers.stage-months", "12", "مدة التمرين قبل الترسيم بالأشهر", "Durée du stage avant titularisation, en mois", "likely"),
            ("careers.stage-extension-months", "12", "أقصى مدة لتمديد التمرين بالأشهر", "Prolongation maximale du stage, en mois", ToConfirm),
            ("careers.child-age", "5", "سن الطفل الذي يخول الاستيداع لتربيته", "Âge de l'enfant qui ouvre droit à la disponibilité pour l'élever", "likely"),
            // Dahir 1-58-008, articles 46 bis to 63: the longest time each position is given for at once.
            ("careers.ceiling.detachment", "60", "أقصى مدة للإلحاق بالأشهر", "Durée maximale d'un détachement, en mois", "likely"),
            ("careers.ceiling.at-disposal", "36", "أقصى مدة للوضع رهن الإشارة بالأشهر", "Durée maximale d'une mise à disposition, en mois", "likely"),
            ("careers.ceiling.availability-right", "12", "أقصى مدة للاستيداع الحتمي بالأشهر", "Durée maximale d'une disponibilité d'office, en mois", "likely"),
            ("careers.ceiling.availability-request", "36", "أقصى مدة للاستيداع بطلب بالأشهر", "Durée maximale d'une disponibilité sur demande, en mois", ToConfirm),
            ("careers.ceiling.availability-child", "24", "أقصى مدة للاستيداع لتربية طفل بالأشهر", "Durée maximale d'une disponibilité pour élever un enfant, en mois", "likely"),
            ("careers.ceiling.interim", "12", "أقصى مدة للتكليف بمهمة بالأشهر", "Durée maximale d'une désignation dans une fonction, en mois", ToConfirm),
            ("careers.entrustment-warn-days", "30", "الأيام التي يظهر قبلها التكليف ضمن ما ينتهي قريبا", "Jours avant la fin d'une désignation où elle est signalée", ToConfirm),
            // Decree 2-05-1367: five criteria out of twenty together.
            ("ratings.first-month", "10", "الشهر الذي يبدأ فيه تنقيط السنة الجارية", "Mois où commence la notation de l'année en cours", ToConfirm),
            ("ratings.most-work", "5", "أقصى نقطة لإنجاز الأعمال", "Note maximale : accomplissement des tâches", ToConfirm),
            ("ratings.most-output", "5", "أقصى نقطة للمردودية", "Note maximale : rendement", ToConfirm),
            ("ratings.most-organisation", "3", "أقصى نقطة للقدرة على التنظيم", "Note maximale : capacité d'organisation", ToConfirm),
            ("ratings.most-conduct", "4", "أقصى نقطة للسلوك المهني", "Note maximale : comportement professionnel", ToConfirm),
            ("ratings.most-innovation", "3", "أقصى نقطة للبحث والابتكار", "Note maximale : recherche et innovation", ToConfirm),
            ("careers.choice-years", "10", "سنوات الأقدمية للترقية بالاختيار", "Années dans le grade pour l'avancement au choix", "likely"),
            ("careers.exam-years", "6", "سنوات الأقدمية لاجتياز امتحان الكفاءة المهنية", "Années dans le grade pour l'examen d'aptitude", "likely"),
            ("careers.promotion-quota", "36", "حصيص الترقية في الدرجة (%)", "Quota d'avancement de grade (%)", "likely"),
            ("careers.promotion-points-year", "2", "نقط كل سنة كاملة في الدرجة في لائحة الترقية بالاختيار", "Points par année complète dans le grade, tableau d'avancement au choix", ToConfirm),
            ("careers.promotion-points-rating", "1", "معامل معدل نقط السنوات الثلاث الأخيرة في لائحة الترقية بالاختيار", "Coefficient de la moyenne des trois dernières notes, tableau d'avancement au choix", ToConfirm),
            // Decree 2-62-344: the échelon of the new grade whose index is equal or next above; seniority is kept where the gain is smaller than the next échelon would have been.
            ("careers.promotion-least-gain", "0", "أقل زيادة في الرقم الاستدلالي عند الترقية في الدرجة (0: رقم مساو أو أعلى مباشرة)", "Gain d'indice minimal à l'avancement de grade (0 : indice égal ou immédiatement supérieur)", "likely"),
            ("careers.promotion-keep-seniority", "1", "الاحتفاظ بأقدمية الرتبة عندما تقل الزيادة عما تعطيه الرتبة الموالية في الدرجة السابقة (1: نعم، 0: لا)", "Ancienneté d'échelon conservée si le gain est inférieur à celui de l'échelon suivant de l'ancien grade (1 : oui, 0 : non)", "likely"),
            ("careers.rating.fast", "16", "أدنى نقطة للنسق السريع", "Note minimale du rythme rapide", "likely"),
            ("careers.rating.medium", "10", "أدنى نقطة للنسق المتوسط", "Note minimale du rythme moyen", "likely"),
        ];
        foreach (var (code, value, ar, fr, confidence) in settings)
            yield return Of(code, value, ar, fr, confidence);

        // Every amount of pay that a decree changes.
        foreach (var row in Read("pay_rates"))
            yield return Of(row["code"], row["value"], row["ar"], row["fr"], row["confidence"]);

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
