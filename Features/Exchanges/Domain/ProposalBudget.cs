using Massar.Infrastructure.Security;

namespace Massar.Features.Exchanges.Domain;

/// <summary>Bounds how often one account may propose: who types one payroll number after the other is stopped, whether an exchange would be possible or not.</summary>
public sealed class ProposalBudget(IConfiguration configuration) : AccountBudget(configuration.GetValue("Massar:Limits:ExchangeProposalsPerHour", 20));
