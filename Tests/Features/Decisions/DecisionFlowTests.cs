using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Messaging;

namespace Massar.Tests.Features.Decisions;

/// <summary>The table of a decision's life, tried from every state with every act by every person.</summary>
public sealed class DecisionFlowTests
{
    private static readonly DateTime Day = new(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc);
    private static readonly DecisionProcedure Procedure = DecisionProcedure.NewEchelonAdvancement(1, new DateOnly(2020, 1, 1));
    private static readonly DecisionActor Hr = Who(1, "hr-manager", "/1/8/95/");
    private static readonly DecisionActor Head = Who(2, "head-of-service", "/1/8/95/");
    private static readonly DecisionActor Director = Who(3, "provincial-director", "/1/8/95/");
    private static readonly DecisionActor Control = Who(4, "financial-control", "/1/8/");
    private static readonly DecisionActor Signatory = Who(5, "signatory", "/1/8/");
    private static readonly DecisionActor Employee = Who(6, "teacher", "/1/8/95/403/900/", employee: 77);

    public static TheoryData<DecisionState, DecisionAct> Impossible()
    {
        var data = new TheoryData<DecisionState, DecisionAct>();
        foreach (var state in Enum.GetValues<DecisionState>())
            foreach (var act in Enum.GetValues<DecisionAct>())
                if (!DecisionFlow.Table.Any(t => t.From == state && t.Act == act))
                    data.Add(state, act);
        return data;
    }

    [Theory, MemberData(nameof(Impossible))]
    public void What_is_not_in_the_table_cannot_happen(DecisionState state, DecisionAct act)
    {
        var decision = In(state);

        var refusal = decision.Record(act, Procedure, Turn(decision), Day, "other", "because");

        Assert.Equal("decisions.not-now", refusal?.Reason.Key);
        Assert.Equal(state, decision.State);
    }

    [Fact]
    public void From_draft_to_notice_the_turn_passes_as_the_procedure_says()
    {
        var decision = In(DecisionState.Draft);
        var turns = new List<string?> { decision.WaitingRole };

        foreach (var (act, who) in ((DecisionAct, DecisionActor)[])[(DecisionAct.Sent, Hr), (DecisionAct.Granted, Head), (DecisionAct.Granted, Director), (DecisionAct.Granted, Control), (DecisionAct.Signed, Signatory), (DecisionAct.Opened, Employee)])
        {
            Assert.Null(decision.Record(act, Procedure, who, Day));
            turns.Add(decision.WaitingRole);
        }

        Assert.Equal(["hr-manager", "head-of-service", "provincial-director", "financial-control", "signatory", null, null], turns);
        Assert.Equal(DecisionState.Notified, decision.State);
        Assert.Equal(Day, decision.NotifiedAt);
    }

    [Fact]
    public void State_and_step_are_what_the_acts_say_at_every_moment()
    {
        foreach (var state in Enum.GetValues<DecisionState>())
        {
            var decision = In(state);

            Assert.Equal((decision.State, decision.Step), DecisionFlow.Read(decision.Visas.Select(v => v.Act), Procedure.VisaCount));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Only_the_role_of_the_step_may_act_at_it(int step)
    {
        DecisionActor[] chain = [Head, Director, Control, Signatory];
        foreach (var other in chain.Where((_, i) => i != step))
        {
            var decision = AtStep(step + 1);

            var refusal = decision.Record(step == 3 ? DecisionAct.Signed : DecisionAct.Granted, Procedure, other with { AccountId = 99 }, Day);

            Assert.Equal("decisions.not-your-turn", refusal?.Reason.Key);
        }
    }

    [Fact]
    public void A_hat_of_another_province_does_not_reach_it() =>
        Assert.Equal("decisions.not-your-turn", AtStep(1).Record(DecisionAct.Granted, Procedure, Head with { PlacePath = "/1/8/96/" }, Day)?.Reason.Key);

    [Fact]
    public void Nobody_acts_on_his_own_case()
    {
        foreach (var (step, who) in ((int, DecisionActor)[])[(1, Head), (2, Director), (3, Control), (4, Signatory)])
            Assert.Equal("decisions.own-case", AtStep(step).Record(step == 4 ? DecisionAct.Signed : DecisionAct.Granted, Procedure, who with { EmployeeId = 77 }, Day)?.Reason.Key);
        Assert.Equal("decisions.own-case", In(DecisionState.Draft).Record(DecisionAct.Sent, Procedure, Hr with { EmployeeId = 77 }, Day)?.Reason.Key);
    }

    [Fact]
    public void Nobody_acts_at_two_gates_even_with_two_hats()
    {
        var sameAsHead = Director with { AccountId = Head.AccountId };
        var sameAsHr = Signatory with { AccountId = Hr.AccountId };

        Assert.Equal("decisions.two-gates", AtStep(2).Record(DecisionAct.Granted, Procedure, sameAsHead, Day)?.Reason.Key);
        Assert.Equal("decisions.two-gates", AtStep(4).Record(DecisionAct.Signed, Procedure, sameAsHr, Day)?.Reason.Key);
    }

    [Fact]
    public void After_a_return_the_same_people_may_act_at_their_own_gates_again()
    {
        var decision = AtStep(2);

        Assert.Null(decision.Record(DecisionAct.Returned, Procedure, Director, Day, "wrong-date"));
        Assert.Equal(("hr-manager", "wrong-date"), (decision.WaitingRole, decision.ReasonCode));
        Assert.Null(decision.Record(DecisionAct.Sent, Procedure, Hr, Day));
        Assert.Null(decision.Record(DecisionAct.Granted, Procedure, Head, Day));
        Assert.Null(decision.Record(DecisionAct.Granted, Procedure, Director, Day));
        Assert.Null(decision.ReasonCode);
    }

    [Theory]
    [InlineData(DecisionAct.Returned, null, null, "Reason")]
    [InlineData(DecisionAct.Returned, "not-due", null, "Reason")]
    [InlineData(DecisionAct.Refused, "wrong-date", null, "Reason")]
    [InlineData(DecisionAct.Returned, "other", " ", "Remark")]
    [InlineData(DecisionAct.Refused, "other", null, "Remark")]
    public void A_return_and_a_refusal_want_a_reason_of_their_own_list(DecisionAct act, string? reason, string? remark, string field)
    {
        var refusal = AtStep(1).Record(act, Procedure, Head, Day, reason, remark);

        Assert.Equal(RefusalKind.Invalid, refusal?.Kind);
        Assert.Contains(field, refusal!.Fields.Keys);
    }

    [Fact]
    public void Each_act_keeps_how_long_the_decision_had_waited()
    {
        var decision = AtStep(1);

        decision.Record(DecisionAct.Granted, Procedure, Head, Day.AddDays(12).AddHours(3));

        Assert.Equal(12, decision.Visas[^1].WaitedDays);
        Assert.Equal(DateOnly.FromDateTime(Day).AddDays(12 + 5), decision.LateAfter);
    }

    private static Decision AtStep(int step)
    {
        var decision = In(DecisionState.InVisa);
        foreach (var who in ((DecisionActor[])[Head, Director, Control]).Take(step - 1))
            Assert.Null(decision.Record(DecisionAct.Granted, Procedure, who, Day));
        return decision;
    }

    private static Decision In(DecisionState state)
    {
        var decision = new Decision
        {
            ProcedureId = 1,
            Kind = DecisionProcedure.EchelonAdvancement,
            EmployeeId = 77,
            PlaceId = 95,
            PlacePath = "/1/8/95/",
            GradeCode = "PES_2",
            Echelle = "10",
            OldEchelon = 3,
            OldIndex = 326,
            OldFrom = new DateOnly(2023, 9, 1),
            OldLeftoverDays = 0,
            NewEchelon = 4,
            NewIndex = 351,
            EffectiveOn = new DateOnly(2025, 9, 1),
            PositionCode = "ACTIVITY",
            Rhythm = Rhythm.Fast,
            Rating = 17,
            Months = 24,
            LeftoverDays = 0,
            CreatedAt = Day,
            CreatedByAccountId = 1,
        }.StartsWaiting(Day);
        (DecisionAct, DecisionActor)[] signed = [(DecisionAct.Sent, Hr), (DecisionAct.Granted, Head), (DecisionAct.Granted, Director), (DecisionAct.Granted, Control), (DecisionAct.Signed, Signatory)];
        (DecisionAct Act, DecisionActor Who)[] acts = state switch
        {
            DecisionState.Draft => [],
            DecisionState.InVisa => signed[..1],
            DecisionState.ToSign => signed[..4],
            DecisionState.Signed => signed,
            DecisionState.Notified => [.. signed, (DecisionAct.Opened, Employee)],
            DecisionState.Returned => [.. signed[..1], (DecisionAct.Returned, Head)],
            DecisionState.Refused => [.. signed[..1], (DecisionAct.Refused, Head)],
            _ => [(DecisionAct.Withdrawn, Hr)],
        };
        foreach (var (act, who) in acts)
            Assert.Null(decision.Record(act, Procedure, who, Day, act is DecisionAct.Withdrawn ? "material-error" : act is DecisionAct.Refused ? "no-right" : "wrong-date"));
        Assert.Equal(state, decision.State);
        return decision;
    }

    private static DecisionActor Turn(Decision decision) => decision.WaitingRole switch
    {
        "hr-manager" => Hr,
        "head-of-service" => Head,
        "provincial-director" => Director,
        "financial-control" => Control,
        "signatory" => Signatory,
        _ => Employee,
    };

    private static DecisionActor Who(long account, string role, string path, long? employee = null) => new(account, account * 10, role, 95, path, employee, role, role);
}
