using Massar.Infrastructure.Messaging;

namespace Massar.Features.PupilNotes;

/// <summary>Somebody wrote a note about a pupil; told inside the same transaction. What it says is read where it stands.</summary>
public sealed record NoteWritten(long NoteId, long PupilId, int SchoolId) : IFact;
