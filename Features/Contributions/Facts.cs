using Massar.Infrastructure.Messaging;

namespace Massar.Features.Contributions;

/// <summary>Entries about pupils' money were made in a school's cash book.</summary>
public sealed record ContributionsEntered(int SchoolId, IReadOnlyList<EnteredPaper> Papers) : IFact;

/// <param name="Number">As the paper shows it.</param>
/// <param name="IsCancellation">It takes an earlier receipt back.</param>
public sealed record EnteredPaper(long EntryId, long PupilId, string Number, bool IsCancellation);
