using FluentValidation;
using Massar.Features.Families.Domain;
using Massar.Features.Files.Domain;
using Massar.Features.Schools.Domain;
using Massar.Features.Staffing.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Staffing.AnswerFlag;

/// <param name="Version">Of the answer as it was read; 0 for a first one.</param>
/// <param name="Due">The figures as they were read: what is answered is what was seen.</param>
public sealed record Command(int School, string Key, int Version, string? Due, string? Taught, string? Reason, string? Hours, string? Reference, string? Remark, byte[]? Paper) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Reason).NotEmpty().WithMessage("staffing.reason.needed");
        RuleFor(c => c.Hours).Must(h => string.IsNullOrWhiteSpace(h) || NumberReader.Read(h, 2, 0.5m, 60).Value is not null).WithMessage("staffing.hours.wrong");
        RuleFor(c => c.Reference).Must(r => BidiSafe.Clean(r).Length is >= 3 and <= FlagCase.ReferenceLength).WithMessage("staffing.reference.needed").WithState(_ => new object[] { FlagCase.ReferenceLength });
        RuleFor(c => c.Remark).Must(r => BidiSafe.CleanLines(r).Length <= FlagCase.RemarkLength).WithMessage("staffing.words.long").WithState(_ => new object[] { FlagCase.RemarkLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, UseDesk desk, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var school = command.School;
        // Two answers to one flag wait for each other at the row of the school.
        if (school != user.PlaceId || await db.Schools.Below(user).Where(s => s.Id == school).ForUpdate().Select(s => (int?)s.Id).SingleOrDefaultAsync(ct) is null || await desk.Read(school, ct) is not { } use || use.Find(command.Key) is not { Flag: var flag })
            return Refusal.NotFound;
        if (flag.EmployeeId is { } concerned && (await Kinship.WithSelf(db, user.EmployeeId, ct)).Contains(concerned))
            return FlagCase.Own;
        if (command.Due != HoursShown.Exact(flag.Due) || command.Taught != HoursShown.Exact(flag.Taught))
            return Refusal.Stale;

        var reason = (await FlagReasons.All(db, ct)).Find(r => r.Code == command.Reason && r.IsFor(flag.Rule));
        if (reason is null)
            return Refusal.Invalid("Reason", "staffing.reason.needed");
        var hours = string.IsNullOrWhiteSpace(command.Hours) ? null : NumberReader.Read(command.Hours, 2, 0.5m, 60).Value;
        if (Explain(flag, reason, hours, use.Frame) is { } unexplained)
            return unexplained;

        var year = use.Frame.Year;
        var answered = await db.FlagCases.SingleOrDefaultAsync(c => c.SchoolYearId == year && c.SchoolId == school && c.FlagKey == command.Key, ct);
        if ((answered?.Version ?? 0) != command.Version)
            return Refusal.Stale;
        if (answered is null)
        {
            answered = new FlagCase { SchoolId = school, PlacePath = use.PlacePath, SchoolYearId = year, Rule = flag.Rule, FlagKey = flag.Key, EmployeeId = flag.EmployeeId, ClassId = flag.ClassId, SubjectCode = flag.SubjectCode };
            db.FlagCases.Add(answered);
        }

        var now = clock.GetUtcNow().UtcDateTime;
        long? paper = null;
        if (command.Paper is { Length: > 0 } bytes)
        {
            var reading = await FileIntake.Read(FileKind.Evidence, bytes, now, ct);
            if (reading.File is null)
                return Refusal.Invalid("Paper", reading.Problem!);
            db.StoredFiles.Add(reading.File);
            await db.SaveChangesAsync(ct);
            paper = reading.File.Id;
        }

        if (answered.Answer(flag, new FlagAnswer(reason.Code, hours, BidiSafe.Clean(command.Reference), BidiSafe.CleanLinesOrNull(command.Remark), paper), user.AccountId, now) is { } refusal)
            return refusal;
        await db.SaveChangesAsync(ct);
        db.FlagSteps.Add(answered.Step(user.AccountId, user.Role, now));
        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    // A gap is explained whole: what is left over must be too small to be asked about.
    private static Refusal? Explain(StaffFlag flag, FlagReason reason, decimal? hours, StaffingFrame frame)
    {
        if (flag.Rule is not (FlagRule.UnderUsed or FlagRule.NonTeachingPost or FlagRule.OverUsed) || !reason.NeedsHours)
            return null;
        if (hours is null)
            return Refusal.Invalid("Hours", "staffing.hours.needed", HoursShown.Of(flag.Gap));
        if (hours > flag.Gap)
            return Refusal.Invalid("Hours", "staffing.hours.more", HoursShown.Of(flag.Gap));
        return flag.Rule == FlagRule.UnderUsed && flag.Gap - hours >= frame.UnderHours ? Refusal.Invalid("Hours", "staffing.hours.rest", HoursShown.Of(flag.Gap), HoursShown.Of(flag.Gap - hours.Value)) : null;
    }
}
