using System.Globalization;
using Massar.Features.Certificates.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Certificates.MendPupilData;

public sealed record Query(long Pupil) : IQuery<File>;

/// <param name="Problems">Those that stand in the pupil's file; only their fields can be written.</param>
public sealed record File(PupilRecord Pupil, int Version, IReadOnlyList<CertificateProblem> Problems);

/// <summary>Answers how many waiting certificates could be issued.</summary>
public sealed record Command(
    long Pupil, string? Version, string? FirstNameAr, string? LastNameAr, string? FirstNameLatin, string? LastNameLatin,
    string? BirthDateDay, string? BirthDateMonth, string? BirthDateYear, string? BirthPlaceAr, string? BirthPlaceLatin) : ICommand<int>
{
    /// <summary>The three parts as a date, or null.</summary>
    public DateOnly? BirthDate() => DateOnly.TryParseExact(
        $"{Digits.ToLatin(BirthDateYear ?? "")}-{Digits.ToLatin(BirthDateMonth ?? "").PadLeft(2, '0')}-{Digits.ToLatin(BirthDateDay ?? "").PadLeft(2, '0')}", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
}

public sealed class Handler(MassarDb db, CurrentUser user, CertificateDesk desk, Facts facts, TimeProvider clock) : IQueryHandler<Query, File>, ICommandHandler<Command, int>
{
    public async Task<Outcome<File>> Handle(Query query, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        var versions = await db.Pupils.EnrolledAt(user, db).Where(p => p.Id == query.Pupil).Select(p => p.Version).ToListAsync(ct);
        if (versions.Count == 0 || await db.RecordOf(query.Pupil, today, ct) is not { } record || record.SchoolId != user.PlaceId) return Refusal.NotFound;
        return new File(record, versions[0], [.. CertificateCheck.Of(record, today).Where(CertificateCheck.IsInPupilFile)]);
    }

    public async Task<Outcome<int>> Handle(Command command, CancellationToken ct)
    {
        if (await CertificateDesk.Take(db.Pupils.EnrolledAt(user, db), command.Pupil, ct) == 0) return Refusal.NotFound;
        var today = MoroccanDay.Today(clock);
        if (await db.RecordOf(command.Pupil, today, ct) is not { } record || record.SchoolId != user.PlaceId) return Refusal.NotFound;

        var problems = CertificateCheck.Of(record, today).Where(CertificateCheck.IsInPupilFile).ToList();
        if (problems.Count == 0) return Refusal.Conflict("certificates.mend.nothing");
        if (Wrong(command, problems, today) is { Count: > 0 } wrong) return Refusal.Invalid(wrong);

        // Only what was found wanting is written: the rest of the file is not this form's business.
        await facts.Tell(new PupilDataMended(
            command.Pupil, int.Parse(command.Version!, CultureInfo.InvariantCulture),
            If(CertificateProblem.NameAr, command.FirstNameAr), If(CertificateProblem.NameAr, command.LastNameAr),
            If(CertificateProblem.NameLatin, command.FirstNameLatin), If(CertificateProblem.NameLatin, command.LastNameLatin),
            problems.Contains(CertificateProblem.BirthDate) ? command.BirthDate() : null,
            If(CertificateProblem.BirthPlaceAr, command.BirthPlaceAr), If(CertificateProblem.BirthPlaceLatin, command.BirthPlaceLatin)), ct);

        var issued = 0;
        foreach (var request in await db.CertificateRequests.At(user).Where(r => r.PupilId == command.Pupil && r.State == CertificateState.Blocked).OrderBy(r => r.Id).ToListAsync(ct))
        {
            var outcome = await desk.Recheck(request, ct);
            if (outcome.IsRefused) return outcome.Refusal!;
            if (outcome.Value.State == CertificateState.Issued) issued++;
        }
        return issued;

        string? If(CertificateProblem problem, string? typed) => problems.Contains(problem) ? BidiSafe.Clean(typed) : null;
    }

    private static Dictionary<string, Said> Wrong(Command command, List<CertificateProblem> problems, DateOnly today)
    {
        var wrong = new Dictionary<string, Said>();
        Arabic(CertificateProblem.NameAr, nameof(Command.LastNameAr), command.LastNameAr);
        Arabic(CertificateProblem.NameAr, nameof(Command.FirstNameAr), command.FirstNameAr);
        Latin(CertificateProblem.NameLatin, nameof(Command.LastNameLatin), command.LastNameLatin);
        Latin(CertificateProblem.NameLatin, nameof(Command.FirstNameLatin), command.FirstNameLatin);
        if (problems.Contains(CertificateProblem.BirthDate) && (command.BirthDate() is not { } date || !CertificateCheck.IsPlausible(date, today)))
            wrong[nameof(Command.BirthDate)] = new Said("certificates.write.birth-date");
        Arabic(CertificateProblem.BirthPlaceAr, nameof(Command.BirthPlaceAr), command.BirthPlaceAr);
        Latin(CertificateProblem.BirthPlaceLatin, nameof(Command.BirthPlaceLatin), command.BirthPlaceLatin);
        return wrong;

        void Arabic(CertificateProblem problem, string field, string? typed) => Judge(problem, field, CertificateCheck.IsArabic(BidiSafe.Clean(typed)), typed, "certificates.write.arabic");

        void Latin(CertificateProblem problem, string field, string? typed) => Judge(problem, field, CertificateCheck.IsLatin(BidiSafe.Clean(typed)), typed, "certificates.write.latin");

        void Judge(CertificateProblem problem, string field, bool isRight, string? typed, string reason)
        {
            if (!problems.Contains(problem)) return;
            if (!isRight) wrong[field] = new Said(reason);
            else if (typed!.Length > Massar.Features.Pupils.Domain.Pupil.NameLength) wrong[field] = new Said("certificates.write.too-long", Massar.Features.Pupils.Domain.Pupil.NameLength);
        }
    }
}
