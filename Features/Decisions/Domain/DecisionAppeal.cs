using System.Globalization;
using Massar.Features.Accounts.Domain;
using Massar.Features.Families.Domain;
using Massar.Features.Reference;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Decisions.Domain;

/// <summary>Where an appeal stands. The numbers are stored.</summary>
public enum DecisionAppealState
{
    /// <summary>Waits for the answer; when its day is past, silence counts as a refusal (law 41-90, article 23).</summary>
    Asked = 0,

    /// <summary>The decision stays as it is.</summary>
    Kept = 1,

    /// <summary>The decision is taken back by a second one, which the answer names.</summary>
    TakenBack = 2,

    /// <summary>Right is given against what no second decision takes back: a list of promotion, a withdrawal. The office acts by a decision of its own.</summary>
    TakenUp = 3,
}

/// <summary>
/// An employee's appeal (تظلم) to the administration against a decision that concerns him, or against a list of promotion he is not on. The office answers with
/// reasons; nobody does who had a part in what is appealed against. The answer changes nothing by itself: a decision is taken back by a decision.
/// </summary>
public sealed class DecisionAppeal : IVersioned, IInPlace, IAboutEmployee
{
    public const int ReasonLength = 1000;

    public long Id { get; init; }

    /// <summary>What it is against: a decision, or a list of promotion.</summary>
    public long? DecisionId { get; init; }

    public long? TableId { get; init; }

    public required long EmployeeId { get; init; }

    /// <summary>The office that answers.</summary>
    public required int PlaceId { get; init; }

    public required string PlacePath { get; init; }

    /// <summary>In words of his own; not in the trail, from which nothing is ever erased.</summary>
    [Secret] public required string Reason { get; set; }

    public required DateTime AskedAt { get; init; }

    /// <summary>The last day for the answer.</summary>
    public required DateOnly DueOn { get; init; }

    public DecisionAppealState State { get; private set; }

    [Secret] public string? Answer { get; private set; }

    public DateTime? AnsweredAt { get; private set; }

    public long? AnsweredByAccountId { get; private set; }

    /// <summary>The decision that takes the other back.</summary>
    public long? SecondDecisionId { get; private set; }

    public int Version { get; set; }

    /// <summary>Waits for an answer: none was given, or the second decision it named came to nothing.</summary>
    /// <param name="secondFell">The second decision was refused or given up.</param>
    public bool Waits(bool secondFell) => State is DecisionAppealState.Asked || (State is DecisionAppealState.TakenBack && secondFell);

    public Refusal? Decide(DecisionAppealState state, string answer, long? second, bool secondFell, long account, DateTime at)
    {
        if (!Waits(secondFell))
            return Refusal.Conflict("decisions.appeal.answered").Next("decisions.appeal.answered-next");
        (State, Answer, SecondDecisionId, AnsweredByAccountId, AnsweredAt) = (state, answer, second, account, at);
        return null;
    }
}

public sealed class DecisionAppealConfiguration : IEntityTypeConfiguration<DecisionAppeal>
{
    public void Configure(EntityTypeBuilder<DecisionAppeal> builder)
    {
        builder.Property(a => a.PlacePath).IsCode(64);
        builder.Property(a => a.Reason).HasMaxLength(DecisionAppeal.ReasonLength);
        builder.Property(a => a.Answer).HasMaxLength(DecisionAppeal.ReasonLength);
        builder.HasOne<Decision>().WithMany().HasForeignKey(a => a.DecisionId);
        builder.HasOne<Decision>().WithMany().HasForeignKey(a => a.SecondDecisionId);
        builder.HasOne<PromotionTable>().WithMany().HasForeignKey(a => a.TableId);
        builder.HasIndex(a => new { a.DecisionId, a.EmployeeId }).IsUnique();
        builder.HasIndex(a => new { a.TableId, a.EmployeeId }).IsUnique();
        builder.HasIndex(a => new { a.PlacePath, a.State, a.DueOn });
        builder.HasIndex(a => new { a.EmployeeId, a.State });
    }
}

/// <summary>Who may see which appeals, and which of them wait.</summary>
public static class AppealScopes
{
    /// <summary>Those that wait for an answer, or those that have one: as <see cref="DecisionAppeal.Waits(bool)"/> has it.</summary>
    public static IQueryable<DecisionAppeal> Waiting(this IQueryable<DecisionAppeal> appeals, MassarDb db, bool wait = true)
    {
        var fallen = db.Decisions.ComeToNothing();
        return wait
            ? appeals.Where(a => a.State == DecisionAppealState.Asked || (a.State == DecisionAppealState.TakenBack && fallen.Any(d => d.Id == a.SecondDecisionId)))
            : appeals.Where(a => a.State != DecisionAppealState.Asked && (a.State != DecisionAppealState.TakenBack || !fallen.Any(d => d.Id == a.SecondDecisionId)));
    }

    /// <summary>Those that were refused or given up.</summary>
    public static IQueryable<Decision> ComeToNothing(this IQueryable<Decision> decisions) => decisions.Where(d => d.State == DecisionState.Refused || d.State == DecisionState.Withdrawn);

    /// <summary>Those of the offices at or below one's own, but for one's own and the family's, and for those against what is erased.</summary>
    /// <param name="own">The reader and his family.</param>
    public static IQueryable<DecisionAppeal> Below(this IQueryable<DecisionAppeal> appeals, CurrentUser user, IReadOnlyList<long> own, MassarDb db)
    {
        var path = user.PlacePath;
        return appeals.Where(a => a.PlacePath.StartsWith(path) && !own.Contains(a.EmployeeId) && !db.Decisions.Any(d => d.Id == a.DecisionId && d.ErasedAt != null));
    }
}

/// <summary>The days of an appeal, and who keeps from answering it.</summary>
public sealed class AppealDesk(MassarDb db, CurrentUser user)
{
    /// <summary>Sixty days from the notice to appeal (law 41-90, article 23).</summary>
    public const string Days = "decisions.appeal-days";

    /// <summary>Sixty days of silence are a refusal (the same article).</summary>
    public const string AnswerDays = "decisions.appeal-answer-days";

    public const int Usual = 60;

    /// <summary>A number of days by the school year of a day, else of the year before it; the law's own where the ministry has written none.</summary>
    public async Task<int> Number(string code, DateOnly day, CancellationToken ct)
    {
        var year = ReferenceFiles.YearOf(day);
        var value = await db.Settings.Where(s => s.Code == code).OrderBy(s => s.SchoolYearId <= year ? 0 : 1).ThenByDescending(s => s.SchoolYearId <= year ? s.SchoolYearId : -s.SchoolYearId).Select(s => s.Value).FirstOrDefaultAsync(ct);
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and <= 400 ? days : Usual;
    }

    /// <summary>The last day to appeal against what was known on a day.</summary>
    public async Task<DateOnly> Until(DateTime known, CancellationToken ct) => MoroccanDay.Of(known).AddDays(await Number(Days, MoroccanDay.Of(known), ct));

    /// <summary>Why the reader does not answer: his own or his family's, or he prepared, visaed, signed or decided what is appealed against, himself or by whom he gave his role.</summary>
    public async Task<Refusal?> Against(DecisionAppeal appeal, CancellationToken ct)
    {
        if ((await Kinship.WithSelf(db, user.EmployeeId, ct)).Contains(appeal.EmployeeId))
            return Decision.OwnCase;
        var part = Refusal.Conflict("decisions.appeal.had-part").Next("decisions.appeal.had-part-next").Recorded();
        if (appeal.DecisionId is { } id)
        {
            var who = await DecisionActor.Of(user).WithKin(db, ct);
            var made = await db.Decisions.AsNoTracking().Where(d => d.Id == id).Select(d => new { d.CreatedByAccountId, d.RelatedEmployeeId }).SingleAsync(ct);
            if (made.RelatedEmployeeId is { } related && (related == user.EmployeeId || who.Kin.Contains(related)))
                return Decision.OwnCase;
            var acts = await db.DecisionVisas.AsNoTracking().Where(v => v.DecisionId == id && (v.Act == DecisionAct.Sent || v.Act == DecisionAct.Granted || v.Act == DecisionAct.Returned || v.Act == DecisionAct.Signed)).ToListAsync(ct);
            return who.Accounts?.Did(made.CreatedByAccountId) == true || acts.Exists(who.Did) ? part : null;
        }

        var (table, person, hands) = (appeal.TableId ?? 0, appeal.EmployeeId, await Hands.Of(db, user, ct));
        var list = await db.PromotionTables.AsNoTracking().Where(t => t.Id == table).Select(t => new { t.PreparedByAccountId, t.ClosedByAccountId, MovedBy = db.PromotionLines.Where(l => l.TableId == t.Id && l.EmployeeId == person).Select(l => l.MovedByAccountId).FirstOrDefault() }).SingleAsync(ct);
        // Who stands on the list, himself or by his family, wishes for the same posts.
        return hands.Did(list.PreparedByAccountId) || hands.Did(list.ClosedByAccountId) || hands.Did(list.MovedBy) || await StandsOn(table, ct) ? part : null;
    }

    private async Task<bool> StandsOn(long table, CancellationToken ct)
    {
        var own = await Kinship.WithSelf(db, user.EmployeeId, ct);
        return await db.PromotionLines.AnyAsync(l => l.TableId == table && own.Contains(l.EmployeeId), ct);
    }
}
