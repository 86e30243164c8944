using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Notices.Domain;

/// <summary>A guardian with all rights over a child, as notices need them.</summary>
/// <param name="Child">The child's first name in the guardian's script.</param>
/// <param name="AccountId">Null where the guardian has no account: SMS and e-mail alone.</param>
public sealed record ToldGuardian(long Id, string Name, string? Phone, string? Email, string Language, long? AccountId, long ChildId, string Child)
{
    /// <summary>A notice about the child, by SMS and in the guardian's space; it is no longer shown once the right has ended.</summary>
    /// <param name="key">What is told; the guardian's number is added to it.</param>
    /// <param name="place">The school that answers for the notice.</param>
    /// <param name="template">The texts.</param>
    /// <param name="address">Where to go on.</param>
    /// <param name="args">What stands in the texts.</param>
    public NoticeDraft Draft(string key, int place, string template, string address, params IReadOnlyList<string> args) => new($"{key}/g{Id}", place, template, Name, Language)
    {
        AccountId = AccountId,
        About = (Id, ChildId),
        Phone = Phone,
        Args = args,
        Address = address,
    };
}

/// <summary>Finds whom to tell about children, and tells them.</summary>
public sealed class GuardianDesk(MassarDb db, NoticeDesk desk, TimeProvider clock)
{
    /// <summary>One notice for each guardian and child, beside the change it tells of.</summary>
    public Task Tell(IReadOnlyList<long> children, Func<ToldGuardian, NoticeDraft> draft, CancellationToken ct) => Tell(children, draft, except: 0, ct);

    /// <summary>As <see cref="Tell(IReadOnlyList{long}, Func{ToldGuardian, NoticeDraft}, CancellationToken)"/>, but for one, who is told otherwise.</summary>
    public async Task Tell(IReadOnlyList<long> children, Func<ToldGuardian, NoticeDraft> draft, long except, CancellationToken ct)
    {
        var found = await (
            from link in db.Guardianships.InForce(MoroccanDay.Today(clock))
            where children.Contains(link.PupilId) && link.GuardianId != except && !db.Enrollments.Any(e => e.PupilId == link.PupilId && e.State == EnrollmentState.Deceased)
            join person in db.Guardians on link.GuardianId equals person.Id
            join child in db.Pupils on link.PupilId equals child.Id
            join a in db.Accounts.Where(a => a.ClosedAt == null) on (long?)person.Id equals a.GuardianId into accounts
            from a in accounts.DefaultIfEmpty()
            select new
            {
                person.Id,
                person.LastNameAr,
                person.FirstNameAr,
                person.Phone,
                person.Email,
                person.Language,
                AccountId = (long?)a.Id,
                Child = child.Id,
                ChildAr = child.FirstNameAr,
                ChildLatin = child.FirstNameLatin,
            }).AsNoTracking().ToListAsync(ct);
        foreach (var one in found.DistinctBy(g => (g.Id, g.Child)))
            await desk.Queue(draft(new ToldGuardian(one.Id, $"{one.LastNameAr} {one.FirstNameAr}", one.Phone, one.Email, one.Language, one.AccountId, one.Child, one.Language == "ar" ? one.ChildAr : one.ChildLatin)), ct);
    }
}
