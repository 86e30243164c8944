using System.Globalization;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Exports.Domain;

/// <summary>The lists that leave as files; each has its name in the words <c>exports.kind.…</c>.</summary>
public static class ExportKinds
{
    public const string Registrations = "registrations";
    public const string Certificates = "certificates";
    public const string CertificatePapers = "certificate-papers";
    public const string Mobility = "mobility";
    public const string Absences = "absences";
    public const string Marks = "marks";
    public const string AbsenceRegister = "absence-register";
    public const string AbsenceLetters = "absence-letters";
    public const string PupilAbsences = "pupil-absences";
    public const string ReportCards = "report-cards";
    public const string Timetables = "timetables";
    public const string Rooms = "rooms";
    public const string ClassList = "class-list";
    public const string RollOver = "roll-over";
    public const string NotJoined = "not-joined";
    public const string Pupils = "pupils";
    public const string Transfers = "transfers";
    public const string Merges = "pupil-merges";
    public const string Moves = "moves";
    public const string MovementRun = "movement-run";
    public const string Leaves = "leaves";
    public const string Installations = "installations";
    public const string Exchanges = "exchanges";
    public const string Families = "families";
    public const string Promotions = "promotions";
    public const string DecisionAppeals = "decision-appeals";
    public const string HandDeliveries = "hand-deliveries";
    public const string PayMonths = "pay-months";
    public const string Meetings = "meetings";
    public const string Messages = "messages";
    public const string PupilImports = "pupil-imports";
    public const string PupilImport = "pupil-import";
    public const string Roster = "roster";
    public const string RosterFindings = "roster-findings";
    public const string RegistryChanges = "registry-changes";
    public const string RegistryHistory = "registry-history";
    public const string RegistryTree = "registry-tree";
    public const string CashBook = "cash-book";
    public const string Receipts = "receipts";
    public const string Outstanding = "outstanding";
    public const string Schooling = "schooling";
    public const string Claims = "claims";
    public const string Guidance = "guidance";
    public const string GuidanceSeats = "guidance-seats";
    public const string Reorientation = "reorientation";
    public const string TrainingPlan = "training-plan";
    public const string Training = "training";
    public const string StaffUse = "staff-use";
    public const string StaffAnswers = "staff-answers";
    public const string StaffBoard = "staff-board";
    public const string Deadlines = "deadlines";
    public const string PrintKits = "print-kits";
    public const string Phrases = "phrases";
    public const string PupilFiles = "pupil-files";
    public const string StaffFiles = "staff-files";
    public const string Licences = "licences";
    public const string LicenceCases = "licence-cases";
    public const string LicenceRemarks = "licence-remarks";
    public const string PrivateTeachers = "private-teachers";
    public const string ExtraHours = "extra-hours";
    public const string PayImports = "pay-imports";
    public const string PayImport = "pay-import";
    public const string PayExchange = "pay-exchange";
    public const string StaffLists = "staff-lists";
    public const string StaffList = "staff-list";
    public const string StaffMerges = "staff-merges";
    public const string Entrustments = "entrustments";
    public const string Decisions = "decisions";
    public const string Ratings = "ratings";
    public const string RatingSheets = "rating-sheets";
    public const string DecisionIndicators = "decision-indicators";
    public const string Domiciliations = "domiciliations";
    public const string Discipline = "discipline";
    public const string Strikes = "strikes";
    public const string StrikeDay = "strike-day";
    public const string DecisionCopies = "decision-copies";
    public const string Recruits = "recruits";
    public const string Advancements = "advancements";
    public const string Delegations = "delegations";
    public const string Procedures = "procedures";
    public const string StaffAccounts = "staff-accounts";
    public const string TextBooks = "text-books";
    public const string TextBookGaps = "text-book-gaps";
    public const string Resources = "resources";
    public const string AuditTrail = "audit-trail";
    public const string OutOfSchool = "out-of-school";
    public const string OutOfSchoolCommunes = "out-of-school-communes";
    public const string Leavers = "leavers";
    public const string CouncilAppeals = "council-appeals";

    /// <summary>What a list is narrowed by, as its address calls it; each has its name in the words <c>exports.filter.…</c>.</summary>
    public static IReadOnlyList<string> FiltersOf(string kind) => kind switch
    {
        Registrations => ["q", "state", "hint", "year"],
        Certificates => ["q", "year", "state", "purpose"],
        OutOfSchool => ["state", "commune", "q"],
        Mobility => ["state", "category", "school", "kind", "priority", "q", "format"],
        Moves => ["campaign", "way", "q", "format"],
        Families or Exchanges or PayExchange or Domiciliations or Discipline or Recruits => ["state", "q"],
        Absences => ["day"],
        Pupils => ["q", "class", "state", "school"],
        Transfers => ["side", "state", "q"],
        Merges or Claims or StaffAnswers or Reorientation or CouncilAppeals => ["state"],
        TextBooks or Resources => ["subject", "show"],
        TextBookGaps => ["school", "by"],
        StaffBoard => ["by", "subject", "commune"],
        AbsenceRegister => ["class", "month"],
        Leaves => ["state", "kind", "q"],
        Installations or StaffFiles => ["state", "way", "q"],
        Licences or LicenceCases or LicenceRemarks or ExtraHours or Decisions => ["state", "q"],
        Meetings => ["day", "state"],
        RollOver or PupilImport or RosterFindings or StaffList or PayImport or Guidance => ["show"],
        Promotions => ["show", "grade", "q"],
        Entrustments or StaffAccounts => ["show", "q"],
        Advancements => ["on", "show", "q"],
        Delegations => ["show"],
        DecisionIndicators => ["kind", "months", "show"],
        RatingSheets => ["year", "show"],
        Ratings => ["year"],
        RegistryChanges => ["state", "kind"],
        RegistryTree => ["on", "within", "search"],
        CashBook or Strikes => ["from", "to"],
        TrainingPlan => ["state", "q"],
        Outstanding => ["class"],
        DecisionCopies => ["q"],
        AuditTrail => ["ppr", "actor", "kind", "from", "to"],
        Deadlines => ["kind"],
        PrintKits => ["season", "class"],
        StaffMerges => ["state"],
        _ => [],
    };
}

/// <summary>How many people may leave, by the settings of the current school year.</summary>
/// <param name="Large">More people than this in one file need a second person.</param>
/// <param name="Daily">So many people may an account be shown in lists and small files in a day before files stop.</param>
public sealed record ExportRules(int Large, int Daily)
{
    /// <summary>Setting: people in a file that one person may take alone.</summary>
    public const string LargeSetting = "exports.large";

    /// <summary>Setting: people a day; with a role behind it (<c>exports.daily.head</c>) for that role.</summary>
    public const string DailySetting = "exports.daily";

    /// <summary>What holds while no setting says otherwise: a large class many times over, and the pupils of a large school.</summary>
    public static readonly ExportRules Usual = new(500, 3000);

    public static async Task<ExportRules> Of(MassarDb db, string role, CancellationToken ct)
    {
        var own = $"{DailySetting}.{role}";
        var values = await (
            from setting in db.Settings
            where db.SchoolYears.Any(y => y.Id == setting.SchoolYearId && y.IsCurrent) && (setting.Code == LargeSetting || setting.Code == DailySetting || setting.Code == own)
            select new { setting.Code, setting.Value }).ToDictionaryAsync(s => s.Code, s => s.Value, ct);
        return new ExportRules(Number(LargeSetting) ?? Usual.Large, Number(own) ?? Number(DailySetting) ?? Usual.Daily);

        int? Number(string code) => values.TryGetValue(code, out var value) && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
