using System.Collections.Frozen;

namespace Massar.Infrastructure.Security;

/// <summary>
/// Which role holds which permission: one readable table. A role is worn as a hat at a place of the tree;
/// the place says on which records the permission counts.
/// </summary>
public static class Roles
{
    public const string Pupil = "pupil";
    public const string Guardian = "guardian";
    public const string Teacher = "teacher";
    public const string Head = "head";
    public const string Clerk = "clerk";
    public const string Supervisor = "supervisor";
    public const string Employee = "employee";
    /// <summary>A pedagogical inspector of a directorate or an academy.</summary>
    public const string Inspector = "inspector";
    public const string HrManager = "hr-manager";
    public const string HeadOfService = "head-of-service";
    public const string ProvincialDirector = "provincial-director";
    public const string AcademyMobility = "academy-mobility";
    public const string FinancialControl = "financial-control";
    public const string Signatory = "signatory";
    public const string Ministry = "ministry";
    public const string Auditor = "auditor";
    public const string Support = "support";

    private static readonly string[] Family = ["accounts.own", "notices.read"];
    private static readonly string[] Staff = ["accounts.own", "notices.read", "payslips.own", "mobility.participate", "decisions.own", "employees.own", "staff-papers.ask", "leaves.own", "family.own", "installations.own", "staffing.own", "training.own", "staff-files.own", "exchanges.own", "licences.hours", "domiciliations.own", "discipline.own", "ratings.own", "audits.own", "strikes.own"];

    private static readonly FrozenDictionary<string, FrozenSet<string>> Table = new Dictionary<string, string[]>
    {
        [Pupil] = [.. Family, "messages.own", "pupils.own", "schooling.own", "marks.own", "report-cards.own", "attendance.own", "timetables.own", "certificates.request", "contributions.own", "guidance.wish", "pupil-notes.own", "text-books.own", "resources.read"],
        [Guardian] = [.. Family, "accounts.contact", "pupils.own", "schooling.own", "claims.own", "marks.children", "report-cards.own", "attendance.children", "timetables.children", "certificates.request", "registrations.follow", "transfers.request", "meetings.ask", "messages.write", "contributions.own", "guidance.wish", "pupil-notes.own", "text-books.own", "resources.read"],
        [Employee] = [.. Staff],
        [Teacher] = [.. Staff, "marks.enter", "attendance.call", "timetables.teach", "meetings.hold", "messages.teach", "pupil-notes.read", "text-books.write", "accounts.class-codes", "resources.offer"],
        [Supervisor] = [.. Staff, "pupils.view", "pupils.desk", "classes.view", "attendance.follow", "timetables.view", "meetings.follow", "messages.life", "exports.ask", "exports.approve", "print-kits.print", "pupil-notes.lead", "out-of-school.school"],
        [Clerk] = [.. Staff, "pupils.view", "pupils.desk", "registrations.assist", "transfers.follow", "classes.view", "classes.seat", "enrollments.confirm", "timetables.view", "meetings.follow", "messages.desk", "report-cards.issue", "certificates.issue", "accounts.desk", "claims.print", "contributions.receive", "exports.ask", "print-kits.print"],
        [Head] = [.. Staff, "pupils.view", "pupils.desk", "pupils.correct", "pupils.merge", "schooling.view", "transfers.follow", "transfers.act", "classes.view", "classes.seat", "classes.teaching", "classes.structure", "enrollments.confirm", "enrollments.roll", "enrollments.exchange", "registrations.read", "registrations.decide", "registrations.assist", "marks.validate", "report-cards.hold", "report-cards.issue", "attendance.follow", "attendance.interrupt", "leaves.follow", "leaves.answer", "family.follow", "installations.follow", "installations.receive", "staffing.follow", "staffing.answer", "timetables.view", "timetables.edit", "meetings.follow", "messages.lead", "certificates.issue", "certificates.revoke", "accounts.desk", "claims.print", "claims.decide", "contributions.receive", "contributions.answer", "notices.call", "guidance.advise", "exports.ask", "exports.approve", "deadlines.board", "escalations.head", "print-kits.print", "training.follow", "pupil-notes.lead", "pupil-notes.allow", "exchanges.follow", "exchanges.remark", "licences.school", "ratings.propose", "accounts.staff", "text-books.view", "text-books.trace", "enrollments.state", "out-of-school.school", "strikes.enter", "strikes.follow"],
        [Inspector] = [.. Staff, "text-books.view", "exports.ask", "resources.offer", "resources.judge"],
        [HrManager] = [.. Staff, "employees.view", "employees.mend", "staff-papers.issue", "decisions.prepare", "decisions.appeals", "leaves.follow", "leaves.decide", "family.follow", "family.check", "installations.follow", "installations.receive", "staffing.follow", "staffing.decide", "staffing.board", "mobility.validate-province", "payslips.view", "exports.ask", "exports.approve", "training.follow", "training.plan", "staff-files.follow", "staff-files.handle", "exchanges.follow", "exchanges.agree", "staff-lists.import", "staff-merges.follow", "staff-merges.propose", "staff-lists.follow", "domiciliations.treat", "escalations.staff", "discipline.handle", "ratings.follow", "accounts.staff", "strikes.enter", "strikes.follow", "strikes.handle"],
        [HeadOfService] = [.. Staff, "employees.view", "staff-papers.revoke", "decisions.visa", "decisions.delegate", "decisions.appeals", "decisions.commission", "leaves.follow", "leaves.decide", "family.follow", "family.check", "installations.follow", "staffing.follow", "staffing.decide", "staffing.board", "mobility.validate-province", "guidance.commission", "exports.ask", "exports.approve", "registry.view", "registry.propose", "deadlines.watch", "training.follow", "staff-files.follow", "exchanges.follow", "exchanges.agree", "licences.follow", "licences.study", "staff-merges.follow", "staff-merges.decide", "staff-lists.follow", "staff-lists.confirm", "domiciliations.treat", "ratings.follow", "out-of-school.follow", "strikes.follow"],
        [ProvincialDirector] = [.. Staff, "registrations.read", "registrations.place", "employees.view", "staff-papers.revoke", "decisions.visa", "decisions.delegate", "decisions.interim", "decisions.appeals", "decisions.commission", "leaves.follow", "leaves.decide", "family.follow", "installations.follow", "staffing.follow", "staffing.decide", "staffing.board", "pupils.view", "pupils.merge-decide", "transfers.follow", "transfers.decide", "mobility.validate-province", "schools.view", "classes.structures", "guidance.commission", "exports.ask", "exports.approve", "registry.view", "registry.propose", "deadlines.watch", "escalations.pupils", "training.follow", "staff-files.follow", "exchanges.follow", "exchanges.agree", "licences.follow", "licences.study", "staff-merges.follow", "staff-merges.decide", "staff-lists.follow", "staff-lists.confirm", "ratings.fix", "accounts.staff", "out-of-school.follow", "out-of-school.lead", "strikes.follow", "reference.windows"],
        [FinancialControl] = [.. Staff, "decisions.visa"],
        [Signatory] = [.. Staff, "employees.view", "staff-papers.revoke", "decisions.sign", "decisions.delegate", "decisions.interim", "decisions.appeals", "registry.view", "registry.decide", "licences.follow", "licences.decide", "ratings.fix", "accounts.staff"],
        [AcademyMobility] = [.. Staff, "employees.view", "mobility.validate-academy", "mobility.run", "staffing.follow", "staffing.board", "exports.ask", "exports.approve", "staff-files.follow", "staff-files.handle", "exchanges.follow", "exchanges.agree", "payslips.import", "pay-exchange.follow"],
        [Ministry] = [.. Staff, "reference.edit", "decisions.procedures", "pupils.merge-decide", "schools.view", "mobility.open-campaign", "mobility.validate-ministry", "mobility.run", "accounts.manage", "exports.ask", "exports.approve", "registry.view", "licences.follow", "payslips.import", "pay-exchange.follow", "accounts.staff", "resources.judge", "decisions.interim"],
        [Auditor] = [.. Staff, "audit.read", "decisions.read"],
        [Support] = [.. Staff, "work.watch"],
    }.ToFrozenDictionary(r => r.Key, r => r.Value.ToFrozenSet());

    /// <summary>Roles whose holders must give a second factor to sign in. Families may, and need not (minors share devices).</summary>
    public static bool NeedsSecondFactor(string role) => role is not (Pupil or Guardian);

    public static IEnumerable<string> All => Table.Keys;

    public static bool IsKnown(string role) => Table.ContainsKey(role);

    // Who acts by delegation has the stamp or the signature, and what every employee has; the other duties of the office stay with its holder.
    private static readonly string[] Delegable = [.. Staff, "decisions.visa", "decisions.sign"];

    private static readonly FrozenDictionary<string, FrozenSet<string>> DelegatedTable = Table.ToFrozenDictionary(r => r.Key, r => r.Value.Where(p => Delegable.Contains(p)).ToFrozenSet());

    /// <param name="isDelegated">The role was lent by an act of delegation, for decisions alone.</param>
    public static FrozenSet<string> PermissionsOf(string role, bool isDelegated) => isDelegated && DelegatedTable.TryGetValue(role, out var set) ? set : PermissionsOf(role);

    public static FrozenSet<string> PermissionsOf(string role) => Table.TryGetValue(role, out var set) ? set : FrozenSet<string>.Empty;
}
