using System.Globalization;
using FluentValidation;
using Massar.Features.Schools.Domain;
using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Timetables.EditRoom;

/// <param name="Id">Null for a new room.</param>
public sealed record Query(int? Id) : IQuery<Entry>;

public sealed record Entry(int? Id, string Code, RoomKind Kind, int? Capacity, RoomState State, int Version);

public sealed record Command(int? Id, string? Code, string? Kind, string? Capacity, string? State, string? Version) : ICommand<Kept>;

public sealed record Kept(int Id);

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Code).Must(c => !string.IsNullOrWhiteSpace(c) && c.Trim().Length <= Room.CodeLength && c.Trim().All(l => char.IsAsciiLetterOrDigit(l) || l is '-' or '.' or '/')).WithMessage("timetables.room.code.wrong");
        RuleFor(c => c.Kind).Must(k => Enum.TryParse<RoomKind>(k, out var kind) && Enum.IsDefined(kind)).WithMessage("timetables.room.kind.needed");
        RuleFor(c => c.Capacity).Must(c => Handler.Seats(c) is not null).WithMessage("timetables.room.capacity.wrong").WithState(_ => new object[] { Room.MostSeats });
        RuleFor(c => c.State).Must(s => Enum.TryParse<RoomState>(s, out var state) && Enum.IsDefined(state)).WithMessage("timetables.room.state.needed");
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Entry>, ICommandHandler<Command, Kept>
{
    public async Task<Outcome<Entry>> Handle(Query request, CancellationToken cancellationToken)
    {
        if (request.Id is not { } id) return new Entry(null, "", RoomKind.Ordinary, null, RoomState.InUse, 0);
        var entry = await db.Rooms.InSchoolsOf(user, db).Where(r => r.Id == id).Select(r => new Entry(r.Id, r.Code, r.Kind, r.Capacity, r.State, r.Version)).SingleOrDefaultAsync(cancellationToken);
        return entry is null ? Refusal.NotFound : entry;
    }

    public async Task<Outcome<Kept>> Handle(Command request, CancellationToken cancellationToken)
    {
        var school = await db.Schools.Below(user).Where(s => s.Id == user.PlaceId).ForUpdate().SingleOrDefaultAsync(cancellationToken);
        if (school is null) return Refusal.NotFound;
        var (code, kind, seats, state) = (request.Code!.Trim().ToUpperInvariant(), Enum.Parse<RoomKind>(request.Kind!), Seats(request.Capacity)!.Value, Enum.Parse<RoomState>(request.State!));

        Room? room = null;
        if (request.Id is { } id)
        {
            room = await db.Rooms.InSchoolsOf(user, db).SingleOrDefaultAsync(r => r.Id == id, cancellationToken);
            if (room is null) return Refusal.NotFound;
            if (!int.TryParse(request.Version, NumberStyles.None, CultureInfo.InvariantCulture, out var seen) || seen != room.Version) return Refusal.Stale;
        }

        if (await db.Rooms.AnyAsync(r => r.SchoolId == school.Id && r.Code == code && r.Id != (request.Id ?? 0), cancellationToken)) return Refusal.Invalid("Code", "timetables.room.code.taken");
        var today = MoroccanDay.Today(clock);
        if (room is { IsForLessons: true } && !(state == RoomState.InUse && Room.Holds(kind)) && await db.Lessons.Where(l => l.RoomId == room.Id && l.EndsOn >= today).CountAsync(cancellationToken) is var lessons and > 0)
            return Refusal.Conflict("timetables.room.busy", code, lessons).Next("timetables.room.busy.next");

        if (room is null)
            db.Rooms.Add(room = new Room { SchoolId = school.Id, Code = code, Kind = kind, Capacity = seats, State = state });
        else
            (room.Code, room.Kind, room.Capacity, room.State) = (code, kind, seats, state);
        await db.SaveChangesAsync(cancellationToken);
        return new Kept(room.Id);
    }

    internal static int? Seats(string? typed) => int.TryParse(Digits.ToLatin(typed ?? "").Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var seats) && seats is >= 1 and <= Room.MostSeats ? seats : null;
}
