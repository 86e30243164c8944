using Massar.Features.Accounts.Domain;
using Massar.Features.Attendance.Domain;
using Massar.Features.Classes.Domain;
using Massar.Features.Decisions.Domain;
using Massar.Features.Discipline.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.Domiciliations.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Exchanges.Domain;
using Massar.Features.Exports.Domain;
using Massar.Features.Families.Domain;
using Massar.Features.Installations.Domain;
using Massar.Features.Leaves.Domain;
using Massar.Features.Licences.Domain;
using Massar.Features.Meetings.Domain;
using Massar.Features.Messages.Domain;
using Massar.Features.Mobility.Domain;
using Massar.Features.PayExchange.Domain;
using Massar.Features.Payslips.Domain;
using Massar.Features.Ratings.Domain;
using Massar.Features.StaffFiles.Domain;
using Massar.Features.Staffing.Domain;
using Massar.Features.StaffLists.Domain;
using Massar.Features.StaffPapers.Domain;
using Massar.Features.TextBooks.Domain;
using Massar.Features.Strikes.Domain;
using Massar.Features.Timetables.Domain;
using Massar.Features.Training.Domain;
using Massar.Infrastructure.Data;

namespace Massar.Features.StaffMerges.Domain;

/// <summary>What a file of the staff has, as the comparison names it; in the words <c>staff-merges.part.…</c>.</summary>
public enum MergePart : byte
{
    Career,
    Decisions,
    Pay,
    Family,
    Leaves,
    Papers,
    Mobility,
    Installations,
    Training,
    Teaching,
    Messages,
    PaperFile,
    Account,
}

/// <summary>What becomes of the rows of a column that holds an employee's number.</summary>
public enum MergeFate : byte
{
    /// <summary>They go to the file that stays.</summary>
    Moves,

    /// <summary>Only what the file that stays does not have: what was taken over from paper twice is kept once.</summary>
    MovesWhereMissing,

    /// <summary>They stay: sealed with the number, a published result, or a word of who acted on a day.</summary>
    Stays,

    /// <summary>The account: linked, or closed where the file that stays has its own.</summary>
    Account,
}

/// <summary>Every column of the program that holds an employee's number, and what a merge does with it. A test asks the whole model for columns that are not here.</summary>
public static class MergeMap
{
    public static IReadOnlyDictionary<(Type Entity, string Column), (MergePart? Part, MergeFate Fate)> Columns { get; } = new Dictionary<(Type, string), (MergePart?, MergeFate)>
    {
        [(typeof(CareerStep), "EmployeeId")] = (MergePart.Career, MergeFate.MovesWhereMissing),
        [(typeof(Posting), "EmployeeId")] = (MergePart.Career, MergeFate.MovesWhereMissing),
        [(typeof(FunctionTerm), "EmployeeId")] = (MergePart.Career, MergeFate.Moves),
        [(typeof(Decision), "EmployeeId")] = (MergePart.Decisions, MergeFate.Moves),
        [(typeof(Decision), "RelatedEmployeeId")] = (MergePart.Decisions, MergeFate.Moves),
        [(typeof(DisciplineCase), "EmployeeId")] = (MergePart.Decisions, MergeFate.Moves),
        [(typeof(StrikeAbsence), "EmployeeId")] = (MergePart.Leaves, MergeFate.Moves),
        [(typeof(DecisionPaper), "EmployeeId")] = (MergePart.Decisions, MergeFate.Moves),
        // Who opened a paper did so of the file it was then.
        [(typeof(DecisionPaperLook), "EmployeeId")] = (null, MergeFate.Stays),
        [(typeof(DecisionAppeal), "EmployeeId")] = (MergePart.Decisions, MergeFate.Moves),
        [(typeof(DecisionCopy), "EmployeeId")] = (MergePart.Decisions, MergeFate.Moves),
        [(typeof(Postponement), "EmployeeId")] = (MergePart.Decisions, MergeFate.Moves),
        [(typeof(StaffRating), "EmployeeId")] = (MergePart.Decisions, MergeFate.MovesWhereMissing),
        [(typeof(RatingLine), "EmployeeId")] = (MergePart.Decisions, MergeFate.MovesWhereMissing),
        [(typeof(PromotionLine), "EmployeeId")] = (MergePart.Decisions, MergeFate.Moves),
        [(typeof(PayMonth), "EmployeeId")] = (MergePart.Pay, MergeFate.Moves),
        [(typeof(PayArrear), "EmployeeId")] = (MergePart.Pay, MergeFate.Moves),
        [(typeof(FinanceMessage), "EmployeeId")] = (MergePart.Pay, MergeFate.Moves),
        [(typeof(Domiciliation), "EmployeeId")] = (MergePart.Pay, MergeFate.Moves),
        // A row of a file that came: looked at anew, by its number, when it is written.
        [(typeof(PayImportPerson), "EmployeeId")] = (null, MergeFate.Stays),
        [(typeof(EmployeeChild), "EmployeeId")] = (MergePart.Family, MergeFate.MovesWhereMissing),
        [(typeof(ChildStep), "EmployeeId")] = (MergePart.Family, MergeFate.MovesWhereMissing),
        [(typeof(FamilyStep), "EmployeeId")] = (MergePart.Family, MergeFate.MovesWhereMissing),
        [(typeof(FamilyEvent), "EmployeeId")] = (MergePart.Family, MergeFate.Moves),
        [(typeof(Leave), "EmployeeId")] = (MergePart.Leaves, MergeFate.Moves),
        [(typeof(LeaveFlag), "EmployeeId")] = (MergePart.Leaves, MergeFate.Moves),
        [(typeof(StaffPaper), "EmployeeId")] = (MergePart.Papers, MergeFate.Moves),
        // Sealed with everything that stands in the register: the paper says under which number it was issued.
        [(typeof(IssuedDocument), "EmployeeId")] = (MergePart.Papers, MergeFate.Stays),
        [(typeof(MovementRequest), "EmployeeId")] = (MergePart.Mobility, MergeFate.Moves),
        [(typeof(PriorityClaim), "EmployeeId")] = (MergePart.Mobility, MergeFate.Moves),
        [(typeof(DatumContest), "EmployeeId")] = (MergePart.Mobility, MergeFate.Moves),
        [(typeof(RunAppeal), "EmployeeId")] = (MergePart.Mobility, MergeFate.Moves),
        // A run is published with the fingerprint of what went in; what came out stays as it came out.
        [(typeof(RunException), "EmployeeId")] = (null, MergeFate.Stays),
        [(typeof(RunOutcome), "EmployeeId")] = (null, MergeFate.Stays),
        [(typeof(ExchangeOffer), "EmployeeId")] = (MergePart.Mobility, MergeFate.Moves),
        [(typeof(ExchangeParty), "EmployeeId")] = (MergePart.Mobility, MergeFate.Moves),
        [(typeof(ExchangeAgreement), "EmployeeId")] = (null, MergeFate.Stays),
        [(typeof(ExchangeNote), "EmployeeId")] = (null, MergeFate.Stays),
        [(typeof(Installation), "EmployeeId")] = (MergePart.Installations, MergeFate.Moves),
        [(typeof(TrainingSeat), "EmployeeId")] = (MergePart.Training, MergeFate.Moves),
        [(typeof(TeachingAssignment), "EmployeeId")] = (MergePart.Teaching, MergeFate.Moves),
        [(typeof(BookEntry), "EmployeeId")] = (MergePart.Teaching, MergeFate.Moves),
        [(typeof(Lesson), "EmployeeId")] = (MergePart.Teaching, MergeFate.Moves),
        [(typeof(TeacherUnavailability), "EmployeeId")] = (MergePart.Teaching, MergeFate.Moves),
        [(typeof(CallCover), "EmployeeId")] = (MergePart.Teaching, MergeFate.Moves),
        [(typeof(CalendarFeed), "EmployeeId")] = (MergePart.Teaching, MergeFate.Moves),
        [(typeof(FlagCase), "EmployeeId")] = (MergePart.Teaching, MergeFate.Moves),
        [(typeof(PrivateTeacher), "EmployeeId")] = (MergePart.Teaching, MergeFate.Moves),
        [(typeof(ExtraHours), "EmployeeId")] = (MergePart.Teaching, MergeFate.Moves),
        [(typeof(Meeting), "EmployeeId")] = (MergePart.Messages, MergeFate.Moves),
        [(typeof(FamilyThread), "EmployeeId")] = (MergePart.Messages, MergeFate.Moves),
        [(typeof(FileTransfer), "EmployeeId")] = (MergePart.PaperFile, MergeFate.Moves),
        [(typeof(Account), "EmployeeId")] = (MergePart.Account, MergeFate.Account),
        // Whose file a line of the trail changed; who reads a person's lines reads those of all the files.
        [(typeof(AuditSubject), "EmployeeId")] = (null, MergeFate.Stays),
        [(typeof(ExportRequest), "EmployeeId")] = (null, MergeFate.Stays),
        [(typeof(StaffListRow), "EmployeeId")] = (null, MergeFate.Stays),
        [(typeof(StaffListRow), "ChosenEmployeeId")] = (null, MergeFate.Stays),
        [(typeof(StaffMerge), "KeptEmployeeId")] = (null, MergeFate.Stays),
        [(typeof(StaffMerge), "OtherEmployeeId")] = (null, MergeFate.Stays),
        [(typeof(StaffMerge), "ProposedByEmployeeId")] = (null, MergeFate.Stays),
    };
}
