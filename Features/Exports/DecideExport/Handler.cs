using FluentValidation;
using Massar.Features.Accounts.Domain;
using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Exports.DecideExport;

public sealed record Query(long Id) : IQuery<Asked>;

/// <param name="Filters">What the list was narrowed to, as it was typed or chosen.</param>
/// <param name="MayDecide">It waits for this very person.</param>
/// <param name="Address">The file, for who asked, while it may be taken.</param>
public sealed record Asked(
    long Id, string Kind, int Persons, IReadOnlyList<Filter> Filters, string NameAr, string NameLatin, string Role, string Reason, DateTime AskedAt,
    ExportState State, string? DeciderAr, string? DeciderLatin, DateTime? DecidedAt, string? Answer, DateTime? TakenAt, bool MayDecide, string? Address);

/// <param name="Name">As in the list's address.</param>
public sealed record Filter(string Name, string Value);

public sealed record Command(long Id, string? Decision, string? Answer) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Decision).Must(d => d is "approve" or "refuse").WithMessage("exports.decision.needed");
        RuleFor(c => c.Answer).Must(a => BidiSafe.CleanLines(a).Length is > 0 and <= ExportRequest.ReasonLength).When(c => c.Decision == "refuse").WithMessage("exports.answer.needed");
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, Facts facts, TimeProvider clock) : IQueryHandler<Query, Asked>, ICommandHandler<Command>
{
    public async Task<Outcome<Asked>> Handle(Query query, CancellationToken ct)
    {
        var found = await (
            from request in db.ExportRequests.AsNoTracking().VisibleTo(user)
            where request.Id == query.Id
            join account in db.Accounts on request.AccountId equals account.Id
            join other in db.Accounts on request.DecidedByAccountId equals (long?)other.Id into others
            from other in others.DefaultIfEmpty()
            select new { Request = request, account.NameAr, account.NameLatin, DeciderAr = (string?)other.NameAr, DeciderLatin = (string?)other.NameLatin }).SingleOrDefaultAsync(ct);
        if (found is null)
            return Refusal.NotFound;
        var asked = found.Request;
        var mayDecide = asked.State == ExportState.Waiting && user.Has(Permissions.Approve) && !(await Hands.Of(db, user, ct)).Did(asked.AccountId);
        // Asked for before the page is read, so that nothing typed is lost on the way.
        if (mayDecide && !user.HasSteppedUp(clock))
            return Refusal.StepUp;
        return new Asked(
            asked.Id, asked.Kind, asked.Persons, FiltersOf(asked.Kind, asked.Address), found.NameAr, found.NameLatin, asked.Role, asked.Reason, asked.AskedAt,
            asked.State, found.DeciderAr, found.DeciderLatin, asked.DecidedAt, asked.Answer, asked.TakenAt, mayDecide,
            asked.AccountId == user.AccountId && asked.PlaceId == user.PlaceId && asked.IsOpenAt(clock.GetUtcNow().UtcDateTime) ? asked.Address : null);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var request = await db.ExportRequests.VisibleTo(user).SingleOrDefaultAsync(r => r.Id == command.Id && r.PlaceId == user.PlaceId, ct);
        if (request is null)
            return Refusal.NotFound;
        if (!user.HasSteppedUp(clock))
            return Refusal.StepUp;
        // Whoever asks chooses nobody: a role that was lent, or given since, approves nothing.
        var (worn, asked) = (user.Hat.Id, MoroccanDay.Of(request.AskedAt));
        if (!await db.Hats.AnyAsync(h => h.Id == worn && h.LentByHatId == null && h.StartsOn < asked, ct))
            return Refusal.Conflict("exports.new-role").Next("exports.new-role.next").Recorded();
        var approve = command.Decision == "approve";
        if (request.Decide(approve, approve ? null : BidiSafe.CleanLines(command.Answer), await Hands.Of(db, user, ct), clock.GetUtcNow().UtcDateTime) is { } refusal)
            return refusal;
        await facts.Tell(new ExportDecided(request.Id, request.PlaceId, request.AccountId, approve, request.Persons), ct);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    // Only what the list reads: a word that it passes over would look like a bound that it does not have.
    private static IReadOnlyList<Filter> FiltersOf(string kind, string address)
    {
        var at = address.IndexOf('?', StringComparison.Ordinal);
        return at < 0 ? [] : [.. QueryHelpers.ParseQuery(address[at..]).Select(f => new Filter(f.Key.ToLowerInvariant(), BidiSafe.Clean(f.Value.ToString())))
            .Where(f => f.Value.Length > 0 && ExportKinds.FiltersOf(kind).Contains(f.Name))];
    }
}
