using Massar.Features.Pupils.Domain;
using Massar.Features.Registrations.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<Registration> Registrations => Set<Registration>();

    public DbSet<RegistrationEvent> RegistrationEvents => Set<RegistrationEvent>();

    public DbSet<RegistrationParty> RegistrationParties => Set<RegistrationParty>();

    public DbSet<RegistrationAccess> RegistrationAccesses => Set<RegistrationAccess>();

    public DbSet<DeskDraft> DeskDrafts => Set<DeskDraft>();

    public DbSet<DeskUpload> DeskUploads => Set<DeskUpload>();

    public DbSet<Tally> RegistrationTallies => Set<Tally>();

    public DbSet<MassarCodeSequence> MassarCodeSequences => Set<MassarCodeSequence>();
}
