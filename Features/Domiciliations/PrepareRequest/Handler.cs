using FluentValidation;
using Massar.Features.Domiciliations.Domain;
using Massar.Features.Files.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Domiciliations.PrepareRequest;

public sealed record Query : IQuery<Blank>;

/// <param name="Open">A request that this one takes the place of, or that stands in its way.</param>
/// <param name="IsBlocked">The office or Finance has one: a second waits for its end.</param>
public sealed record Blank(RequestView? Current, RequestView? Open, bool IsBlocked, int StopHours);

// The paper is part of what is hashed for the idempotency key: nobody finds the number by trying.
/// <param name="Version">Of the request that the form was opened on, which this one takes the place of; <see cref="TypedVersion.None"/> where there was none.</param>
public sealed record Command(string? Rib, byte[]? Paper, int Version) : ICommand<Prepared>;

public sealed record Prepared(long Id);

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Rib).Custom((typed, context) =>
        {
            if (TypedRib.Problem(typed) is { } wrong)
                context.AddFailure(new FluentValidation.Results.ValidationFailure(nameof(Command.Rib), wrong.Key) { CustomState = wrong.Args });
        });
        RuleFor(c => c.Paper).NotEmpty().WithMessage("domiciliations.paper.needed");
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, RibBox box, TimeProvider clock) : IQueryHandler<Query, Blank>, ICommandHandler<Command, Prepared>
{
    public async Task<Outcome<Blank>> Handle(Query query, CancellationToken ct)
    {
        if (user.EmployeeId is null) return Refusal.NotFound;
        var today = MoroccanDay.Today(clock);
        var mine = await db.Views(db.Domiciliations.OfEmployee(user).Where(d =>
            d.State == DomiciliationState.Draft || d.State == DomiciliationState.Sent || d.State == DomiciliationState.Returned || d.State == DomiciliationState.Checked || d.State == DomiciliationState.Accepted || d.State == DomiciliationState.Granted))
            .Take(10).AsNoTracking().ToListAsync(ct);
        var open = mine.Find(d => d.State is not DomiciliationState.Granted);
        return new Blank(mine.Find(d => d.IsPaidOn(today)), open, open is { State: not (DomiciliationState.Draft or DomiciliationState.Returned) }, (await DomiciliationFigures.Current(db, ct)).StopHours);
    }

    public async Task<Outcome<Prepared>> Handle(Command command, CancellationToken ct)
    {
        // The employee's row goes first: one request at a time, however often it is sent at once.
        var id = user.EmployeeId ?? 0;
        var me = await db.Employees.Where(e => e.Id == id).ForUpdate().Select(e => new { e.Id, e.PlaceId, e.PlacePath }).SingleOrDefaultAsync(ct);
        if (me is null) return Refusal.NotFound;
        var (now, rib) = (clock.GetUtcNow().UtcDateTime, TypedRib.Read(command.Rib)!.Value);
        var mine = await db.Domiciliations.Where(d => d.EmployeeId == id).ToListAsync(ct);
        var open = mine.Find(d => d.IsOpen);
        if (open is { State: not (DomiciliationState.Draft or DomiciliationState.Returned) }) return Refusal.Conflict("domiciliations.one-open").Next("domiciliations.one-open.next");
        // What was prepared since the form was opened, in another window or by somebody else's hand, is not written over unread.
        if ((open?.Version ?? TypedVersion.None) != command.Version) return Refusal.Stale;
        if (mine.Exists(d => d is { State: DomiciliationState.Granted, EndsOn: null } && box.Holds(d.RibPrint, rib))) return Refusal.Invalid("Rib", "domiciliations.rib.same");

        var reading = await FileIntake.Read(FileKind.Evidence, command.Paper, now, ct);
        if (reading.File is null) return Refusal.Invalid("Paper", reading.Problem!);
        var key = open?.Key ?? Guid.NewGuid();
        var paper = reading.File.KeptAs(bytes => box.SealPaper(key, bytes));
        db.StoredFiles.Add(paper);
        await db.SaveChangesAsync(ct);
        var request = open ?? new Domiciliation { Key = key, EmployeeId = id, PlaceId = me.PlaceId, PlacePath = me.PlacePath, FileId = paper.Id, AskedByAccountId = user.AccountId, AskedAt = now };
        if (request.Type(rib, box, now) is { } refusal) return refusal;
        // Number and paper go together: the paper of the number before is kept no more.
        var before = open?.FileId;
        (request.FileId, request.PlaceId, request.PlacePath) = (paper.Id, me.PlaceId, me.PlacePath);
        if (open is null) db.Domiciliations.Add(request);
        if (before is not null && await db.StoredFiles.Include(f => f.Content).SingleOrDefaultAsync(f => f.Id == before, ct) is { } old) db.StoredFiles.Remove(old);
        await db.SaveChangesAsync(ct);
        return new Prepared(request.Id);
    }
}
