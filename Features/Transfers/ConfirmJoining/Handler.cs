using System.Globalization;
using FluentValidation;
using Massar.Features.Classes.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Schools.Domain;
using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Transfers.ConfirmJoining;

public sealed record Query(long Id) : IQuery<ToJoin>;

/// <param name="Classes">Of the pupil's level and stream at the receiving school.</param>
/// <param name="Today">The latest day of joining.</param>
public sealed record ToJoin(CaseHead Case, IReadOnlyList<ClassChoice> Classes, DateOnly Today);

public sealed record ClassChoice(int Id, string Name, int Pupils);

public sealed record Command(long Id, string? JoinedOn, string? Class, string? OverNorm = null) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator(TimeProvider clock)
    {
        RuleFor(c => c.JoinedOn).Must(d => TypedDay.Read(d) is { } day && day <= MoroccanDay.Today(clock)).WithMessage("transfers.joined-on.wrong");
        RuleFor(c => c.Class).Must(c => string.IsNullOrEmpty(c) || int.TryParse(c, NumberStyles.None, CultureInfo.InvariantCulture, out _)).WithMessage("transfers.class.wrong");
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, TransferDesk desk, DepartureDesk departures, TimeProvider clock) : IQueryHandler<Query, ToJoin>, ICommandHandler<Command>
{
    private static readonly TransferState[] Open = [TransferState.Ready, TransferState.Away];

    public async Task<Outcome<ToJoin>> Handle(Query query, CancellationToken ct)
    {
        var found = await db.CaseOf(db.Transfers.ComingTo(user), query.Id, Open, ct);
        if (found.IsRefused)
            return found.Refusal!;
        if (await IsOver(found.Value.SchoolYearId, ct))
            return YearOver(found.Value.State);
        var (school, year, level, stream) = (found.Value.ToSchoolId, found.Value.SchoolYearId, found.Value.LevelCode, found.Value.StreamCode);
        var classes = await db.Classes.AsNoTracking().Where(c => c.SchoolId == school && c.SchoolYearId == year && c.LevelCode == level && c.StreamCode == stream).OrderBy(c => c.Name)
            .Select(c => new ClassChoice(c.Id, c.Name, db.Enrollments.Count(e => e.ClassId == c.Id && e.State == EnrollmentState.Active))).ToListAsync(ct);
        return new ToJoin(found.Value, classes, MoroccanDay.Today(clock));
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Id;
        if (await db.Transfers.ComingTo(user).Where(t => t.Id == id).Select(t => (long?)t.PupilId).SingleOrDefaultAsync(ct) is not { } pupil)
            return Refusal.NotFound;
        // The pupil's row first, as everybody does who changes where a pupil sits.
        _ = await db.Pupils.Where(p => p.Id == pupil).Select(p => p.Id).ForUpdate().SingleAsync(ct);
        var found = await desk.Take(db.Transfers.ComingTo(user), command.Id, Open, ct);
        if (found.IsRefused)
            return found.Refusal!;
        var transfer = found.Value;
        // What was asked for is a seat of a year that has ended: the pupil would be counted where nobody counts any more.
        if (await IsOver(transfer.SchoolYearId, ct))
            return YearOver(transfer.State);

        if ((await db.HoldOpen([transfer.ToSchoolId], ct)).Count == 0)
            return School.ClosedMeanwhile;
        var (line, day) = (transfer.EnrollmentId, TypedDay.Read(command.JoinedOn)!.Value);
        var before = await db.Enrollments.Where(e => e.Id == line).ForUpdate().SingleAsync(ct);
        if (before.State is not (EnrollmentState.Active or EnrollmentState.Interrupted))
            return Refusal.Conflict("transfers.not-there").Next("transfers.not-there.next");
        if (await db.Enrollments.AnyAsync(e => e.PupilId == pupil && e.Id != line && e.SchoolYearId == transfer.SchoolYearId && e.State == EnrollmentState.Active, ct))
            return Refusal.Conflict("transfers.not-there").Next("transfers.not-there.next");
        // Before anybody asked, the pupil was at the other school: yesterday's counts stay what they were.
        var earliest = DateOnly.FromDateTime(MoroccanDay.Local(transfer.AskedAt));
        if (day < earliest || day <= before.EnteredOn)
            return Refusal.Invalid(nameof(command.JoinedOn), "transfers.joined-on.early", Formats.ShortDate(earliest));

        int? schoolClass = null;
        var order = 0;
        if (!string.IsNullOrEmpty(command.Class))
        {
            var wanted = int.Parse(command.Class, CultureInfo.InvariantCulture);
            var (school, year, level, stream) = (transfer.ToSchoolId, transfer.SchoolYearId, transfer.LevelCode, transfer.StreamCode);
            // The class is held: two who join it at once get two numbers of its list.
            var seat = await db.Classes.Where(c => c.Id == wanted && c.SchoolId == school && c.SchoolYearId == year && c.LevelCode == level && c.StreamCode == stream).AsNoTracking().ForUpdate().SingleOrDefaultAsync(ct);
            if (seat is null)
                return Refusal.Invalid(nameof(command.Class), "transfers.class.wrong");
            if (await db.MakeRoom(seat, 1, command.OverNorm, user.AccountId, clock.GetUtcNow().UtcDateTime, ct) is { } full)
                return full;
            schoolClass = seat.Id;
            order = await db.Enrollments.Where(e => e.ClassId == wanted).MaxAsync(e => (int?)e.OrderInClass, ct) + 1 ?? 1;
        }

        // One instant: the pupil leaves one list and stands on the other.
        (before.State, before.LeftOn) = (EnrollmentState.Left, before.State == EnrollmentState.Interrupted && before.LeftOn < day ? before.LeftOn : day);
        var after = new Enrollment
        {
            PupilId = transfer.PupilId,
            SchoolYearId = transfer.SchoolYearId,
            SchoolId = transfer.ToSchoolId,
            LevelCode = transfer.LevelCode,
            StreamCode = transfer.StreamCode,
            ClassId = schoolClass,
            OrderInClass = order,
            State = EnrollmentState.Active,
            Kind = EnrollmentKind.TransferredIn,
            EnteredOn = day,
        };
        db.Enrollments.Add(after);
        var (now, rules) = (clock.GetUtcNow().UtcDateTime, await TransferRules.Of(db, transfer.SchoolYearId, ct));
        if (transfer.Join(day, now, rules) is { } refusal)
            return refusal;
        await db.SaveChangesAsync(ct);
        transfer.NewEnrollmentId = after.Id;
        if (await departures.Issue(transfer, ct) is { } problem)
            return problem;
        await desk.Settle(transfer, "joined", null, now, byClock: false, ct);
        return Done.It;
    }

    // What is ready can be taken back; who is looked for is first found.
    private static Refusal YearOver(TransferState state) => Refusal.Conflict("transfers.year-over").Next(state == TransferState.Away ? "transfers.year-over.away" : "transfers.year-over.next");

    private async Task<bool> IsOver(int year, CancellationToken ct) => !await db.SchoolYears.AnyAsync(y => y.Id == year && y.IsCurrent, ct);
}
