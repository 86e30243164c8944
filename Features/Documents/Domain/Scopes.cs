using Massar.Features.Certificates.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.StaffMerges.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;

namespace Massar.Features.Documents.Domain;

/// <summary>Who may have the file of which paper.</summary>
public static class Scopes
{
    /// <summary>Papers that bear a guardian's address: for those whom the school writes to, and neither the pupil nor another parent.</summary>
    public const string PostedKind = "absence-letter";

    /// <summary>Whose paper it is (pupil, active guardian, employee with the papers of a file that went into his), once it is open to them, the school that issued it, and the offices above the issuing one: those that decide on staff have decisions, those at whose counter papers are given have papers. Slips of staff files have a door of their own.</summary>
    public static IQueryable<IssuedDocument> ReadableBy(this IQueryable<IssuedDocument> documents, CurrentUser user, MassarDb db, DateOnly today)
    {
        var self = user.Role == Roles.Pupil ? user.PupilId : null;
        var guardian = user.Role == Roles.Guardian ? user.GuardianId : null;
        var employee = user.Has("decisions.own") ? user.EmployeeId : null;
        var school = user.Has("certificates.issue") ? user.PlaceId : -1;
        var office = user.Has("decisions.prepare") || user.Has("decisions.visa") || user.Has("decisions.sign") ? user.PlacePath : "-";
        var counter = user.Has(Permissions.IssueStaff) || user.Has(Permissions.RevokeStaff) ? user.PlacePath : "-";
        var links = db.Guardianships.InForce(today);
        var written = links.WrittenTo();
        // Money is the parents' until the pupil is of age.
        var adult = Majority.LatestBirth(today);
        // Of a sanction whose trace was erased nobody is shown the paper any more (dahir 1-58-008, article 75).
        return documents.Where(d => d.EmployeeId == null || !db.Decisions.Any(x => x.DocumentId == d.Id && x.ErasedAt != null)).Where(d =>
            (d.PupilId != null && d.PupilId == self && d.Kind != PostedKind && (d.Kind != IssuedDocument.ReceiptKind || db.Pupils.Any(p => p.Id == self && p.BirthDate <= adult)) && (d.OpenFrom == null || d.OpenFrom <= DateTime.UtcNow))
            || (d.EmployeeId != null && (d.EmployeeId == employee || db.StaffMerges.Any(m => m.KeptEmployeeId == employee && m.OtherEmployeeId == d.EmployeeId && m.State == StaffMergeState.Done)))
            || (d.PupilId != null && d.PlaceId == school)
            || ((d.OpenFrom == null || d.OpenFrom <= DateTime.UtcNow) && d.Kind != PostedKind && links.Any(g => g.PupilId == d.PupilId && g.GuardianId == guardian))
            || (d.Kind == PostedKind && written.Any(g => g.PupilId == d.PupilId && g.GuardianId == guardian))
            || (d.EmployeeId != null && d.Kind != IssuedDocument.WorkCertificateKind && d.Kind != IssuedDocument.SituationStatementKind && d.Kind != IssuedDocument.ServiceStatementKind && !d.Kind.StartsWith(IssuedDocument.StaffFileKinds) && db.Places.Any(p => p.Id == d.PlaceId && p.Path.StartsWith(office)))
            || ((d.Kind == IssuedDocument.WorkCertificateKind || d.Kind == IssuedDocument.SituationStatementKind || d.Kind == IssuedDocument.ServiceStatementKind) && db.Places.Any(p => p.Id == d.PlaceId && p.Path.StartsWith(counter))));
    }

    /// <summary>What the worn hat may declare wrong: papers its school gave to pupils, and those staff got from its office, its holder's own left out.</summary>
    public static IQueryable<IssuedDocument> RevocableBy(this IQueryable<IssuedDocument> documents, CurrentUser user, MassarDb db)
    {
        var own = user.EmployeeId ?? 0;
        var (school, office) = (user.Has(Permissions.Revoke) ? user.PlaceId : -1, user.Has(Permissions.RevokeStaff) ? user.PlaceId : -1);
        return documents.Where(d => (d.PlaceId == school && d.PupilId != null && d.Kind != IssuedDocument.ReceiptKind)
            || (d.PlaceId == office && d.EmployeeId != null && d.EmployeeId != own && !db.StaffMerges.Any(m => m.KeptEmployeeId == own && m.OtherEmployeeId == d.EmployeeId && m.State == StaffMergeState.Done) && (d.Kind == IssuedDocument.WorkCertificateKind || d.Kind == IssuedDocument.SituationStatementKind || d.Kind == IssuedDocument.ServiceStatementKind)));
    }
}
