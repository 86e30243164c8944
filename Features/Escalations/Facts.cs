using Massar.Features.Escalations.Domain;
using Massar.Infrastructure.Messaging;

namespace Massar.Features.Escalations;

/// <summary>Some cases of a day were passed on to one office of a directorate; told once a day, inside the same transaction.</summary>
/// <param name="Cases">How many, in how many schools.</param>
public sealed record CasesPassedOn(int DirectorateId, WaitOffice Office, DateOnly Day, int Cases, int Schools) : IFact;
