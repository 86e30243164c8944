using System.Globalization;
using Massar.Features.Accounts.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Files.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Families.Domain;

/// <summary>What every step of a declaration has in common, in the caller's transaction.</summary>
public sealed class FamilyDesk(MassarDb db, CurrentUser user, Facts facts, WorkDesk work)
{
    /// <summary>Nobody checks or decides what concerns himself, his spouse or his child, from whatever account.</summary>
    public async Task<bool> IsOwn(FamilyEvent declaration, CancellationToken ct)
    {
        var me = user.EmployeeId ?? 0;
        return (await Hands.Of(db, user, ct)).Did(declaration.DeclaredByAccountId) || (await Kinship.WithSelf(db, user.EmployeeId, ct)).Contains(declaration.EmployeeId)
            || (declaration.OtherCin is { } cin && await db.Employees.AnyAsync(e => e.Id == me && e.Cin == cin, ct));
    }

    /// <summary>Writes the step down, tells it, and saves.</summary>
    public async Task Settle(FamilyEvent declaration, string what, string? remark, DateTime now, CancellationToken ct)
    {
        db.FamilyNotes.Add(new FamilyNote { EventId = declaration.Id, At = now, What = what, Role = user.Role, PlaceId = user.PlaceId, Remark = remark });
        await db.SaveChangesAsync(ct);
        await facts.Tell(new FamilyStepped(declaration.Id, what, declaration.EmployeeId, declaration.PlaceId, declaration.PlacePath, declaration.Reminders), ct);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>The day after the last one for a missing paper somebody looks whether it has come.</summary>
    public void Chase(FamilyEvent declaration) => ChasePaper.Handler.Queue(work, declaration);

    /// <summary>Keeps a paper, or says why it cannot be kept.</summary>
    public async Task<Refusal?> Keep(long declaration, string code, byte[] bytes, string field, DateTime now, CancellationToken ct)
    {
        var reading = await FileIntake.Read(FileKind.Evidence, bytes, now, ct);
        if (reading.File is null)
            return Refusal.Invalid(field, reading.Problem!);
        db.StoredFiles.Add(reading.File);
        await db.SaveChangesAsync(ct);
        db.FamilyPapers.Add(new FamilyPaper { EventId = declaration, Code = code, FileId = reading.File.Id, At = now });
        return null;
    }

    /// <summary>The file that knows a paper already, so that nobody is asked for it (SEL-1); null where none does.</summary>
    public async Task<string?> KnownFrom(FamilyPaperRule rule, Employee me, string? otherCin, EmployeeChild? child, string? massarCode, CancellationToken ct)
    {
        switch (rule.KnownFrom)
        {
            case FamilyPaperRule.FamilyFile when me.MaritalStatus == MaritalStatus.Married:
                return rule.KnownFrom;
            case FamilyPaperRule.StaffFile when otherCin is not null && await db.Employees.AnyAsync(e => e.Cin == otherCin, ct):
                return rule.KnownFrom;
            case FamilyPaperRule.PupilFile when child is not null && (massarCode ?? child.MassarCode) is { } code:
                // Number, birthday and first name must agree, so that a number alone tells nothing about a pupil.
                var birth = child.BirthDate;
                var name = await db.Pupils.Where(p => p.MassarCode == code && p.BirthDate == birth
                    && db.Enrollments.Any(n => n.PupilId == p.Id && n.State == Enrollments.Domain.EnrollmentState.Active && db.SchoolYears.Any(y => y.Id == n.SchoolYearId && y.IsCurrent))).Select(p => p.FirstNameAr).SingleOrDefaultAsync(ct);
                return name is not null && ArabicFolding.Fold(name) == ArabicFolding.Fold(child.FirstNameAr) ? rule.KnownFrom : null;
            default:
                return null;
        }
    }
}
