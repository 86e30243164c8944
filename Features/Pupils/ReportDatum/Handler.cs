using System.Globalization;
using FluentValidation;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Files.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Pupils.ReportDatum;

public sealed record Query(long Pupil, string? Field) : IQuery<Datum>;

/// <param name="Value">What the file says.</param>
public sealed record Datum(long Pupil, string NameAr, string NameLatin, string Field, string? Value);

public sealed record Command(long Pupil, string? Field, string? Wanted, byte[]? Paper) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Wanted).Must(w => BidiSafe.CleanOrNull(w) is not null).WithMessage("pupils.wrong.needed");
        RuleFor(c => c.Paper).NotEmpty().WithMessage("pupils.report.paper.needed");
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, Facts facts, TimeProvider clock) : IQueryHandler<Query, Datum>, ICommandHandler<Command>
{
    private const string DailySetting = "pupils.reports-daily";
    private const int Daily = 5;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public async Task<Outcome<Datum>> Handle(Query query, CancellationToken ct)
    {
        var id = query.Pupil;
        if (await db.Pupils.OwnOf(user, db, MoroccanDay.Today(clock)).AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) is not { } pupil)
            return Refusal.NotFound;
        var (field, value) = PupilIdentity.Of(pupil).Fields().FirstOrDefault(f => f.Name == query.Field);
        return field is null ? Refusal.NotFound : new Datum(id, pupil.FullNameAr, pupil.FullNameLatin, field, value);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var (id, account, now, today) = (command.Pupil, user.AccountId, clock.GetUtcNow().UtcDateTime, MoroccanDay.Today(clock));
        // Held, so that two reports of one box find each other.
        if (await db.Pupils.OwnOf(user, db, today).Where(p => p.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } pupil)
            return Refusal.NotFound;
        var identity = PupilIdentity.Of(pupil);
        var (field, said) = identity.Fields().FirstOrDefault(f => f.Name == command.Field);
        if (field is null)
            return Refusal.NotFound;
        var wanted = identity.With(field, command.Wanted).Cleaned();
        if (wanted.Wrong(today).TryGetValue(field, out var wrong))
            return Refusal.Invalid("Wanted", wrong.Key, wrong.Args);
        if (wanted.ChangesFrom(identity) is not [var change])
            return Refusal.Invalid("Wanted", "pupils.report.same");

        var school = await db.Enrollments.Where(e => e.PupilId == id && e.State == EnrollmentState.Active && db.SchoolYears.Any(y => y.Id == e.SchoolYearId && y.IsCurrent)).Select(e => (int?)e.SchoolId).FirstOrDefaultAsync(ct);
        if (school is null)
            return Refusal.Conflict("pupils.report.no-school").Next("pupils.report.no-school.next");
        var key = DatumReport.KeyOf(id, field);
        if (await db.DatumReports.AnyAsync(r => r.LiveKey == key, ct))
            return Refusal.Conflict("pupils.report.twice").Next("pupils.report.twice.next");
        var setting = await db.Settings.Where(s => s.Code == DailySetting && db.SchoolYears.Any(y => y.Id == s.SchoolYearId && y.IsCurrent)).Select(s => s.Value).FirstOrDefaultAsync(ct);
        var most = int.TryParse(setting, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : Daily;
        var yesterday = now - Day;
        if (await db.DatumReports.CountAsync(r => r.AccountId == account && r.ReportedAt > yesterday, ct) >= most)
            return Refusal.Conflict("pupils.report.daily", most).Next("pupils.report.daily.next");

        var reading = await FileIntake.Read(FileKind.Evidence, command.Paper!, now, ct);
        if (reading.File is not { } file)
            return Refusal.Invalid("Paper", reading.Problem!);
        db.StoredFiles.Add(file);
        await db.SaveChangesAsync(ct);
        var report = new DatumReport { PupilId = id, SchoolId = school.Value, Field = field, Said = said, Wanted = change.After!, FileId = file.Id, AccountId = account, ReportedAt = now }.Begin();
        db.DatumReports.Add(report);
        await db.SaveChangesAsync(ct);
        await facts.Tell(new DatumReported(report.Id, IsSettled: false), ct);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}
