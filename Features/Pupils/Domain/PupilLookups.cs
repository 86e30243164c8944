using Massar.Infrastructure.Security;

namespace Massar.Features.Pupils.Domain;

/// <summary>
/// Bounds how often one account may ask the whole country about a child, by a code or by a birth and a name: a school meets a few new pupils a
/// day, and whoever tries one after the other is stopped, whether somebody is there or not.
/// </summary>
public sealed class PupilLookups(IConfiguration configuration) : AccountBudget(configuration.GetValue("Massar:Limits:PupilLookupsPerHour", 60));
