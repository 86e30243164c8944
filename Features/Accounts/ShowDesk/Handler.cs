using Massar.Features.Accounts.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.ShowDesk;

public sealed record Query(string? Search) : IQuery<Desk>;

/// <param name="Search">As typed.</param>
/// <param name="People">At most twenty accounts, and twenty guardians without one; null before anything was searched.</param>
/// <param name="Classes">This year's classes, for slips of a whole class.</param>
public sealed record Desk(string? Search, IReadOnlyList<PersonLine>? People, IReadOnlyList<ClassLine> Classes);

/// <param name="AccountId">Null for a guardian who has none.</param>
/// <param name="Login">Empty without an account.</param>
public sealed record PersonLine(long? AccountId, string NameAr, string NameLatin, string Login, DeskKind Kind, bool IsActivated)
{
    /// <summary>The guardian for whom an account can be opened.</summary>
    public long? GuardianId { get; init; }
}

public enum DeskKind
{
    Pupil,
    Guardian,
    Staff,
}

public sealed record ClassLine(int Id, string Name, string LevelCode);

public sealed class Handler(MassarDb db, CurrentUser user, LookBook looks, TimeProvider clock) : IQueryHandler<Query, Desk>
{
    private const int Most = 20;

    public async Task<Outcome<Desk>> Handle(Query query, CancellationToken ct)
    {
        var classes = await db.Classes.AsNoTracking().AtDeskOf(user, db).OrderBy(c => c.LevelCode).ThenBy(c => c.Name)
            .Select(c => new ClassLine(c.Id, c.Name, c.LevelCode)).Take(200).ToListAsync(ct);
        var typed = query.Search?.Trim() is { Length: > 0 and <= 80 } text ? text : null;
        return new Desk(query.Search, typed is null ? null : await Find(typed, ct), classes);
    }

    private async Task<List<PersonLine>> Find(string typed, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        var login = Logins.Fold(typed);
        var phone = Logins.Phone(typed);
        var found = db.Accounts.AsNoTracking().AtDeskOf(user, db, today);
        if (phone is not null)
        {
            found = found.Where(a => a.Phone == phone);
        }
        else if (login.Any(char.IsAsciiDigit))
        {
            found = found.Where(a => a.Login.StartsWith(login));
        }
        else
        {
            var (arabic, latin) = (ArabicFolding.Fold(typed), ArabicFolding.FoldLatin(typed));
            found = found.Where(a => a.NameAr.Contains(typed) || a.NameLatin.Contains(typed) || a.Login == login
                || (a.PupilId != null && db.Pupils.Any(p => p.Id == a.PupilId && (
                    (arabic != "" && p.SearchKey.Contains(arabic)) || (latin != "" && p.SearchKey.Contains(latin))))));
        }

        var people = await found.OrderBy(a => a.NameAr).ThenBy(a => a.Id).Take(Most)
            .Select(a => new
            {
                a.PupilId,
                Line = new PersonLine(a.Id, a.NameAr, a.NameLatin, a.Login, a.PupilId != null ? DeskKind.Pupil : a.GuardianId != null ? DeskKind.Guardian : DeskKind.Staff, a.PasswordHash != null),
            }).ToListAsync(ct);
        looks.Note(user, LookPurposes.Search, people.Where(p => p.PupilId is not null).Select(p => p.PupilId!.Value));
        return [.. people.Select(p => p.Line), .. await WithoutAccount(typed, phone, today, ct)];
    }

    // Guardians in the files of this school, by whatever way they came there, for whom nobody opened an account yet.
    private async Task<List<PersonLine>> WithoutAccount(string typed, string? phone, DateOnly today, CancellationToken ct)
    {
        var (path, card) = (user.PlacePath, Cin.Read(typed)?.ToString());
        var schools = db.Places.Where(p => p.Path.StartsWith(path)).Select(p => p.Id);
        var here = db.Enrollments.Where(e => schools.Contains(e.SchoolId) && (e.State == EnrollmentState.Active || e.State == EnrollmentState.Expected)).Select(e => e.PupilId);
        // From the school to its guardians, as with accounts.
        var standing = db.Guardianships.InForce(today).Where(l => here.Contains(l.PupilId)).Select(l => l.GuardianId).Distinct();
        var found = standing.Join(db.Guardians, id => id, g => g.Id, (_, g) => g).Where(g => !db.Accounts.Any(a => a.GuardianId == g.Id && a.ClosedAt == null));
        found = phone is not null ? found.Where(g => g.Phone == phone)
            : card is not null ? found.Where(g => g.Cin == card)
            : found.Where(g => (g.LastNameAr + " " + g.FirstNameAr).Contains(typed) || (g.LastNameLatin + " " + g.FirstNameLatin).Contains(typed));
        return await found.AsNoTracking().OrderBy(g => g.LastNameAr).ThenBy(g => g.Id).Take(Most)
            .Select(g => new PersonLine(null, g.LastNameAr + " " + g.FirstNameAr, g.LastNameLatin + " " + g.FirstNameLatin, "", DeskKind.Guardian, false) { GuardianId = g.Id }).ToListAsync(ct);
    }
}
