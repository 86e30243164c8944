using Massar.Features.Registrations.Domain;

namespace Massar.Tests.Features.Registrations;

/// <summary>Rules without a page: age (domain 02 §2.3), the states of a request, the clock of five working days.</summary>
public sealed class RulesTests
{
    [Theory]
    [InlineData("2020-12-31", AgeVerdict.Fits)]
    [InlineData("2020-01-01", AgeVerdict.Fits)]
    [InlineData("2021-01-01", AgeVerdict.Tolerated)]
    [InlineData("2021-06-30", AgeVerdict.Tolerated)]
    [InlineData("2021-07-01", AgeVerdict.TooYoung)]
    public void Six_years_on_31_December_of_the_entry_year_or_half_a_year_less_if_seats_remain(string birth, AgeVerdict verdict) =>
        Assert.Equal(verdict, AgeRule.From(2026, 6, "31-12", 6).Judge(DateOnly.Parse(birth, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void The_school_answers_within_five_working_days()
    {
        // Friday 20 November 2026, noon.
        var due = RegistrationStates.DueOn(RegistrationState.Sent, new DateTime(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc));

        Assert.Equal(new DateOnly(2026, 11, 27), due);
        Assert.Null(RegistrationStates.DueOn(RegistrationState.ToCorrect, DateTime.UtcNow));
    }

    [Theory]
    [InlineData(RegistrationState.Draft, RegistrationState.Accepted, false)]
    [InlineData(RegistrationState.Sent, RegistrationState.Accepted, false)]
    [InlineData(RegistrationState.UnderCheck, RegistrationState.Accepted, true)]
    [InlineData(RegistrationState.Refused, RegistrationState.UnderCheck, true)]
    [InlineData(RegistrationState.Refused, RegistrationState.Accepted, false)]
    [InlineData(RegistrationState.Accepted, RegistrationState.Withdrawn, false)]
    [InlineData(RegistrationState.ToCorrect, RegistrationState.Sent, true)]
    public void A_request_goes_only_where_the_workflow_leads(RegistrationState from, RegistrationState to, bool allowed) =>
        Assert.Equal(allowed, from.MayBecome(to));

    [Theory, InlineData("123", "123"), InlineData("٠123/2020", "123/2020"), InlineData("007", "7"), InlineData("12x", null), InlineData("0", null), InlineData("1234567", null)]
    public void A_birth_record_number_is_digits_with_the_year_if_it_has_one(string typed, string? kept) => Assert.Equal(kept, Checks.Act(typed));
}
